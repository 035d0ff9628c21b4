<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>minarai::studio::DataPage</name>
    <message numerus="yes">
        <source>%n images</source>
        <translation>
            <numerusform>%n image</numerusform>
            <numerusform>%n images</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>minarai::studio::MainWindow</name>
    <message numerus="yes">
        <source>%n images</source>
        <translation>
            <numerusform>%n image</numerusform>
            <numerusform>%n images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n classes</source>
        <translation>
            <numerusform>%n class</numerusform>
            <numerusform>%n classes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Looking at %n images…</source>
        <translation>
            <numerusform>Looking at %n image…</numerusform>
            <numerusform>Looking at %n images…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>CPU · %n threads</source>
        <translation>
            <numerusform>CPU · %n thread</numerusform>
            <numerusform>CPU · %n threads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>minarai::studio::PredictPage</name>
    <message numerus="yes">
        <source>%n images</source>
        <translation>
            <numerusform>%n image</numerusform>
            <numerusform>%n images</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>minarai::studio::StartRow</name>
    <message numerus="yes">
        <source>%n tensors fit</source>
        <translation>
            <numerusform>%n tensor fits</numerusform>
            <numerusform>%n tensors fit</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n in the file are not needed</source>
        <translation>
            <numerusform>%n in the file is not needed</numerusform>
            <numerusform>%n in the file are not needed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>minarai::studio::TrainPage</name>
    <message numerus="yes">
        <source>There are %n such notices; this is the first.</source>
        <translation>
            <numerusform>There is %n such notice.</numerusform>
            <numerusform>There are %n such notices; this is the first.</numerusform>
        </translation>
    </message>
</context>
</TS>
