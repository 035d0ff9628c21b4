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
    <name>minarai::studio::AugmentPreviewPanel</name>
    <message numerus="yes">
        <source>%n images</source>
        <translation>
            <numerusform>%n image</numerusform>
            <numerusform>%n images</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>minarai::studio::AugmentRow</name>
    <message numerus="yes">
        <source>custom (%n steps)</source>
        <translation>
            <numerusform>custom (%n step)</numerusform>
            <numerusform>custom (%n steps)</numerusform>
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
    <name>minarai::studio::DataGrid</name>
    <message numerus="yes">
        <source>%n images</source>
        <translation>
            <numerusform>%n image</numerusform>
            <numerusform>%n images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n excluded</source>
        <translation>
            <numerusform>%n excluded</numerusform>
            <numerusform>%n excluded</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>minarai::studio::DataSide</name>
    <message numerus="yes">
        <source>%1: %n images</source>
        <translation>
            <numerusform>%1: %n image</numerusform>
            <numerusform>%1: %n images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n look-alikes in different parts</source>
        <translation>
            <numerusform>%n pair of look-alikes in different parts</numerusform>
            <numerusform>%n pairs of look-alikes in different parts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n images changed their part since the folder was last read</source>
        <translation>
            <numerusform>%n image changed its part since the folder was last read</numerusform>
            <numerusform>%n images changed their part since the folder was last read</numerusform>
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
        <source>Asking the network about %n images of the Predict page…</source>
        <translation>
            <numerusform>Asking the network about %n image of the Predict page…</numerusform>
            <numerusform>Asking the network about %n images of the Predict page…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>CPU · %n threads</source>
        <translation>
            <numerusform>CPU · %n thread</numerusform>
            <numerusform>CPU · %n threads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n runs of the queue cannot be trained and stay in “queue.json”: %1</source>
        <translation>
            <numerusform>%n run of the queue cannot be trained and stays in “queue.json”: %1</numerusform>
            <numerusform>%n runs of the queue cannot be trained and stay in “queue.json”: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n runs of the queue train</source>
        <translation>
            <numerusform>%n run of the queue is training</numerusform>
            <numerusform>%n runs of the queue are training</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n edits not applied to the folders</source>
        <translation>
            <numerusform>%n edit not applied to the folders</numerusform>
            <numerusform>%n edits not applied to the folders</numerusform>
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
    <name>minarai::studio::ProblemPanel</name>
    <message numerus="yes">
        <source>%1 of %2 · %n left</source>
        <translation>
            <numerusform>%1 of %2 · %n left</numerusform>
            <numerusform>%1 of %2 · %n left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Keep one of each, exclude %n</source>
        <translation>
            <numerusform>Keep one of each, exclude %n</numerusform>
            <numerusform>Keep one of each, exclude %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Exclude the %n that train</source>
        <translation>
            <numerusform>Exclude the %n that trains</numerusform>
            <numerusform>Exclude the %n that train</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Exclude all %n</source>
        <translation>
            <numerusform>Exclude the %n</numerusform>
            <numerusform>Exclude all %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Exclude both of each, %n images</source>
        <translation>
            <numerusform>Exclude both of each, %n image</numerusform>
            <numerusform>Exclude both of each, %n images</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>minarai::studio::QueueCard</name>
    <message numerus="yes">
        <source>%n runs in queue.json cannot be trained: %1</source>
        <translation>
            <numerusform>%n run in queue.json cannot be trained: %1</numerusform>
            <numerusform>%n runs in queue.json cannot be trained: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>minarai::studio::QueueModel</name>
    <message numerus="yes">
        <source>%n epochs</source>
        <translation>
            <numerusform>%n epoch</numerusform>
            <numerusform>%n epochs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n epochs</source>
        <translation>
            <numerusform>%1 · %n epoch</numerusform>
            <numerusform>%1 · %n epochs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>minarai::studio::ReviewBar</name>
    <message numerus="yes">
        <source>%n images selected</source>
        <translation>
            <numerusform>%n image selected</numerusform>
            <numerusform>%n images selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>minarai::studio::SplitPanel</name>
    <message numerus="yes">
        <source>%1 together with %n others</source>
        <translation>
            <numerusform>%1 together with %n other</numerusform>
            <numerusform>%1 together with %n others</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n groups stay together</source>
        <translation>
            <numerusform>%n group stays together</numerusform>
            <numerusform>%n groups stay together</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pairs of look-alikes lie in different parts: the result would look too good.</source>
        <translation>
            <numerusform>%n pair of look-alikes lies in different parts: the result would look too good.</numerusform>
            <numerusform>%n pairs of look-alikes lie in different parts: the result would look too good.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>minarai::studio::StartRow</name>
    <message numerus="yes">
        <source>%n missing</source>
        <translation>
            <numerusform>%n missing</numerusform>
            <numerusform>%n missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not in the model</source>
        <translation>
            <numerusform>%n not in the model</numerusform>
            <numerusform>%n not in the model</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of another shape</source>
        <translation>
            <numerusform>%n of another shape</numerusform>
            <numerusform>%n of another shape</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n weights fit</source>
        <translation>
            <numerusform>%n weight fits</numerusform>
            <numerusform>%n weights fit</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n others begin from their initial values</source>
        <translation>
            <numerusform>%n other begins from its initial values</numerusform>
            <numerusform>%n others begin from their initial values</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n in the file are not used</source>
        <translation>
            <numerusform>%n in the file is not used</numerusform>
            <numerusform>%n in the file are not used</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>minarai::studio::StatisticsPanel</name>
    <message numerus="yes">
        <source>Over all pixels of %n training images at their own size, black 0 and white 1. Pretrained networks want the values they were trained with.</source>
        <translation>
            <numerusform>Over all pixels of %n training image at its own size, black 0 and white 1. Pretrained networks want the values they were trained with.</numerusform>
            <numerusform>Over all pixels of %n training images at their own size, black 0 and white 1. Pretrained networks want the values they were trained with.</numerusform>
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
<context>
    <name>minarai::studio::TrialsPanel</name>
    <message numerus="yes">
        <source>%1 · %2 · %n threads</source>
        <translation>
            <numerusform>%1 · %2 · %n thread</numerusform>
            <numerusform>%1 · %2 · %n threads</numerusform>
        </translation>
    </message>
</context>
</TS>
