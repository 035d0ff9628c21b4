<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>ComposerPicture</name>
    <message numerus="yes">
        <source>%n classes</source>
        <translation>
            <numerusform>%n class</numerusform>
            <numerusform>%n classes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n layers</source>
        <translation>
            <numerusform>%n layer</numerusform>
            <numerusform>%n layers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>minarai::studio::ComposerInspector</name>
    <message numerus="yes">
        <source>%n layers</source>
        <translation>
            <numerusform>%n layer</numerusform>
            <numerusform>%n layers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>minarai::studio::ComposerPanel</name>
    <message numerus="yes">
        <source>%n problems</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
</context>
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
    <name>minarai::studio::ModelFactsPanel</name>
    <message numerus="yes">
        <source>Forecast for your %n images</source>
        <translation>
            <numerusform>Forecast for your %n image</numerusform>
            <numerusform>Forecast for your %n images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n epochs</source>
        <translation>
            <numerusform>%n epoch</numerusform>
            <numerusform>%n epochs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>minarai::studio::ModelSummary</name>
    <message numerus="yes">
        <source>%1 · %n layers</source>
        <translation>
            <numerusform>%1 · %n layer</numerusform>
            <numerusform>%1 · %n layers</numerusform>
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
