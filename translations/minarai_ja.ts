<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>Block</name>
    <message>
        <source>Residual block</source>
        <translation>残差ブロック</translation>
    </message>
    <message>
        <source>Two convolutions and a shortcut round them, as in ResNet-18.</source>
        <translation>畳み込み 2 つと、それを飛び越すショートカットです（ResNet-18 と同じ）。</translation>
    </message>
    <message>
        <source>Bottleneck</source>
        <translation>ボトルネック</translation>
    </message>
    <message>
        <source>A residual block which is narrow inside, as in ResNet-50.</source>
        <translation>内側を細くした残差ブロックです（ResNet-50 と同じ）。</translation>
    </message>
    <message>
        <source>VGG block</source>
        <translation>VGG ブロック</translation>
    </message>
    <message>
        <source>Two convolutions, twice the channels, then half the size.</source>
        <translation>畳み込み 2 つでチャンネルを 2 倍にし、大きさを半分にします。</translation>
    </message>
    <message>
        <source>Inception module</source>
        <translation>Inception モジュール</translation>
    </message>
    <message>
        <source>Looks with windows of several sizes at once, as in GoogLeNet.</source>
        <translation>いくつかの大きさの窓で同時に見ます（GoogLeNet と同じ）。</translation>
    </message>
    <message>
        <source>Depthwise separable</source>
        <translation>深さ方向分離畳み込み</translation>
    </message>
    <message>
        <source>Filters each channel, then mixes the channels, as in MobileNet.</source>
        <translation>チャンネルごとに畳み込んでから、チャンネルを混ぜます（MobileNet と同じ）。</translation>
    </message>
    <message>
        <source>Squeeze-excite</source>
        <translation>SE ブロック</translation>
    </message>
    <message>
        <source>Weighs each channel by what the whole picture says.</source>
        <translation>画像全体の情報で各チャンネルに重みを付けます。</translation>
    </message>
    <message>
        <source>Skip connection</source>
        <translation>スキップ接続</translation>
    </message>
    <message>
        <source>A convolution whose input is added to its answer.</source>
        <translation>畳み込みの結果に、その入力を足します。</translation>
    </message>
</context>
<context>
    <name>ComposerPicture</name>
    <message>
        <source>Input</source>
        <translation>入力</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>出力</translation>
    </message>
    <message numerus="yes">
        <source>%n classes</source>
        <translation>
            <numerusform>%n クラス</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n layers</source>
        <translation>
            <numerusform>%n 層</numerusform>
        </translation>
    </message>
    <message>
        <source>From %1 to %2; the shape is not known</source>
        <translation>%1 から %2 へ（形状は未定）</translation>
    </message>
    <message>
        <source>From %1 to %2: %3</source>
        <translation>%1 から %2 へ：%3</translation>
    </message>
    <message>
        <source>From %1 to %2: %3, parameters of %1: %4</source>
        <translation>%1 から %2 へ：%3、%1 のパラメータ数 %4</translation>
    </message>
    <message>
        <source>partly frozen</source>
        <translation>一部を凍結</translation>
    </message>
    <message>
        <source>several rates</source>
        <translation>複数の学習率</translation>
    </message>
</context>
<context>
    <name>Dataset</name>
    <message>
        <source>it needs a list for each of train, val and test</source>
        <translation>train、val、test のそれぞれに一覧が必要です</translation>
    </message>
    <message>
        <source>an image is not written as [path, label]</source>
        <translation>[パス, ラベル] の形になっていない画像があります</translation>
    </message>
    <message>
        <source>a label is not one of the classes</source>
        <translation>クラスにないラベルがあります</translation>
    </message>
    <message>
        <source>it is not a JSON object</source>
        <translation>JSON のオブジェクトではありません</translation>
    </message>
    <message>
        <source>kind, seed or validation_fraction is missing</source>
        <translation>kind、seed、validation_fraction のいずれかがありません</translation>
    </message>
    <message>
        <source>it has no group in parentheses</source>
        <translation>かっこで囲まれたグループがありません</translation>
    </message>
    <message>
        <source>it is not a regular expression</source>
        <translation>正規表現として正しくありません</translation>
    </message>
    <message>
        <source>no image has such a name</source>
        <translation>このパターンに合う名前の画像がありません</translation>
    </message>
    <message>
        <source>it does not name the classes, one a line</source>
        <translation>クラス名が 1 行に 1 つずつ書かれていません</translation>
    </message>
    <message>
        <source>the end of its gzip data is missing; get the file again</source>
        <translation>gzip データの終わりが欠けています。ファイルを取得し直してください</translation>
    </message>
    <message>
        <source>its gzip data is damaged; get the file again</source>
        <translation>gzip データが壊れています。ファイルを取得し直してください</translation>
    </message>
    <message>
        <source>it is larger than a gigabyte</source>
        <translation>1 ギガバイトを超えています</translation>
    </message>
    <message>
        <source>it is not a tar archive of the official files</source>
        <translation>公式ファイルの tar アーカイブではありません</translation>
    </message>
    <message>
        <source>it is no IDX file of pictures</source>
        <translation>画像の IDX ファイルではありません</translation>
    </message>
    <message>
        <source>it is no IDX file of labels</source>
        <translation>ラベルの IDX ファイルではありません</translation>
    </message>
    <message>
        <source>its header tells of impossible sizes</source>
        <translation>ヘッダーのサイズがありえない値です</translation>
    </message>
    <message>
        <source>groups or folds are no numbers</source>
        <translation>グループまたはフォールドの数が数値ではありません</translation>
    </message>
    <message>
        <source>the group pattern is no text</source>
        <translation>名前のパターンが文字列ではありません</translation>
    </message>
    <message>
        <source>it lies inside the folder of the images</source>
        <translation>画像のフォルダーの中にあります</translation>
    </message>
    <message>
        <source>it needs the names of the classes in “classes”</source>
        <translation>「classes」にクラス名の一覧が必要です</translation>
    </message>
    <message>
        <source>the folder has no such image</source>
        <translation>フォルダーにこの画像がありません</translation>
    </message>
    <message>
        <source>the folder gives the image another class</source>
        <translation>フォルダーではこの画像は別のクラスです</translation>
    </message>
    <message>
        <source>this image of the folder is in no part of the split; draw and save the split again</source>
        <translation>フォルダーのこの画像が分割のどこにも含まれていません。分割をもう一度作って保存してください</translation>
    </message>
    <message>
        <source>it is no split of Minarai</source>
        <translation>Minarai の分割ファイルではありません</translation>
    </message>
    <message>
        <source>the image is listed twice</source>
        <translation>この画像が二度書かれています</translation>
    </message>
    <message>
        <source>test_fraction is no number</source>
        <translation>test_fraction が数値ではありません</translation>
    </message>
</context>
<context>
    <name>Error</name>
    <message>
        <source>odd</source>
        <translation>奇数</translation>
    </message>
    <message>
        <source>“order” must name each given factor once</source>
        <translation>「order」には、与えた係数の名前を一度ずつ書きます</translation>
    </message>
    <message>
        <source>1 or 3</source>
        <translation>1 か 3</translation>
    </message>
    <message>
        <source>one, two or four numbers</source>
        <translation>1 個、2 個または 4 個の数</translation>
    </message>
    <message>
        <source>objects with a “name”</source>
        <translation>「name」を持つオブジェクト</translation>
    </message>
    <message>
        <source>an object with the parameters</source>
        <translation>パラメータを持つオブジェクト</translation>
    </message>
    <message>
        <source>“version” must be a positive number</source>
        <translation>「version」は正の数にします</translation>
    </message>
    <message>
        <source>a pipeline needs a list “transforms”</source>
        <translation>パイプラインには一覧「transforms」が必要です</translation>
    </message>
    <message>
        <source>a pipeline is a list of transforms</source>
        <translation>パイプラインは変換の一覧です</translation>
    </message>
    <message>
        <source>an object</source>
        <translation>オブジェクト</translation>
    </message>
    <message>
        <source>one value or three</source>
        <translation>1 個または 3 個の値</translation>
    </message>
    <message>
        <source>none, standard, strong, or the path of a pipeline file</source>
        <translation>none、standard、strong、またはパイプラインファイルのパス</translation>
    </message>
    <message>
        <source>“max_size” needs one number as “size”</source>
        <translation>「max_size」を使うときは「size」を 1 個の数にします</translation>
    </message>
    <message>
        <source>“max_size” must be larger than “size”</source>
        <translation>「max_size」は「size」より大きくします</translation>
    </message>
    <message>
        <source>two numbers, or empty</source>
        <translation>2 個の数、または空</translation>
    </message>
    <message>
        <source>a transform was given an empty picture</source>
        <translation>変換に空の画像が渡されました</translation>
    </message>
    <message>
        <source>at least 0 when it is one number</source>
        <translation>1 個の数のときは 0 以上</translation>
    </message>
    <message>
        <source>in rising order</source>
        <translation>小さい順</translation>
    </message>
    <message>
        <source>The folder “%1” does not exist. Check the path or choose another folder.</source>
        <translation>フォルダー「%1」が見つかりません。パスを確認するか、別のフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>“%1” is not a folder. Choose the folder that contains one folder per class.</source>
        <translation>「%1」はフォルダーではありません。クラスごとのフォルダーが入ったフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>The file “%1” does not exist. Check the path.</source>
        <translation>ファイル「%1」が見つかりません。パスを確認してください。</translation>
    </message>
    <message>
        <source>“%1” cannot be read (%2). Check its permissions and the disk.</source>
        <translation>「%1」を読み込めません（%2）。アクセス権とディスクを確認してください。</translation>
    </message>
    <message>
        <source>“%1” cannot be written (%2). Check the permissions of the folder or choose another one.</source>
        <translation>「%1」に書き込めません（%2）。フォルダーのアクセス権を確認するか、別のフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>“%1” cannot be written because the disk is full. Free some space and try again.</source>
        <translation>ディスクに空きがないため「%1」に書き込めません。空きを作ってからもう一度試してください。</translation>
    </message>
    <message>
        <source>The path “%1” leads outside its folder and was refused.</source>
        <translation>パス「%1」はフォルダーの外を指しているため、受け付けませんでした。</translation>
    </message>
    <message>
        <source>“%1” exists already and is not empty. Choose another place or remove it first.</source>
        <translation>「%1」はすでにあり、空ではありません。別の場所を選ぶか、先に取り除いてください。</translation>
    </message>
    <message>
        <source>“%1” contains no images in class folders. Put each class&apos;s images in a folder of its own, for example “%1/cats/1.jpg”.</source>
        <translation>「%1」には、クラスのフォルダーに入った画像がありません。「%1/cats/1.jpg」のように、クラスごとのフォルダーに画像を入れてください。</translation>
    </message>
    <message>
        <source>“%1” contains no images. Choose a folder that holds image files, such as .jpg or .png.</source>
        <translation>「%1」には画像がありません。.jpg や .png などの画像ファイルが入ったフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>“%1” contains only one class with images (“%2”). Training needs at least two class folders.</source>
        <translation>画像のあるクラスは「%2」だけです。学習には 2 つ以上のクラスが必要です（%1）。</translation>
    </message>
    <message>
        <source>There are too few images to train: %1 for training and %2 for validation. Add images or change the validation share.</source>
        <translation>学習するには画像が足りません（学習用 %1 枚、検証用 %2 枚）。画像を増やすか、検証に使う割合を変えてください。</translation>
    </message>
    <message>
        <source>There are no images for validation. Raise “validation_fraction” or add a “val” folder.</source>
        <translation>検証用の画像がありません。「validation_fraction」を大きくするか、「val」フォルダーを加えてください。</translation>
    </message>
    <message>
        <source>“%1” has no “%2” part. Its parts are: %3.</source>
        <translation>「%1」には「%2」の部分がありません。あるのは %3 です。</translation>
    </message>
    <message>
        <source>The class “%1” in “%2” is not one the run was trained on. The run knows: %3.</source>
        <translation>「%2」のクラス「%1」は、この学習に使われていません。使われたクラス：%3。</translation>
    </message>
    <message>
        <source>The images of this run are not at “%1” any more. Say where they are (on the command line with --data).</source>
        <translation>この学習の画像が「%1」に見つかりません。今ある場所を指定してください（コマンドラインでは --data）。</translation>
    </message>
    <message>
        <source>The class “%1” contains no images. Add some or remove the folder.</source>
        <translation>クラス「%1」に画像がありません。画像を加えるか、フォルダーを取り除いてください。</translation>
    </message>
    <message>
        <source>The class “%1” has no images for training. Add some to its “train” folder.</source>
        <translation>クラス「%1」に学習用の画像がありません。「train」フォルダーに加えてください。</translation>
    </message>
    <message>
        <source>The link “%1” leads to a folder that is read already; it was skipped.</source>
        <translation>リンク「%1」は読み込み済みのフォルダーを指しているため、飛ばしました。</translation>
    </message>
    <message>
        <source>The link “%1” leads nowhere. Remove it or restore what it pointed to.</source>
        <translation>リンク「%1」の先がありません。リンクを取り除くか、リンク先を元に戻してください。</translation>
    </message>
    <message>
        <source>The name “%1” is not valid UTF-8; it was skipped. Rename it.</source>
        <translation>名前「%1」は正しい UTF-8 ではないため、飛ばしました。名前を変えてください。</translation>
    </message>
    <message>
        <source>“%1” lies outside the class folders and was ignored. Move it into one.</source>
        <translation>「%1」はクラスのフォルダーの外にあるため、無視しました。いずれかのフォルダーに移してください。</translation>
    </message>
    <message>
        <source>The folder “%1” is none of train, val and test and was ignored.</source>
        <translation>フォルダー「%1」は train、val、test のどれでもないため、無視しました。</translation>
    </message>
    <message>
        <source>“%1” is %2 in spite of its name. It is read all the same; rename it for other programs.</source>
        <translation>「%1」の中身は、名前と違って %2 です。読み込めますが、ほかのプログラムのために名前を変えてください。</translation>
    </message>
    <message>
        <source>“%1” is the same file as “%2”. Remove one of them.</source>
        <translation>「%1」は「%2」と同じファイルです。どちらかを除外してください。</translation>
    </message>
    <message>
        <source>“%1” is the same file as “%2”, but their classes differ. Remove the wrong one.</source>
        <translation>「%1」は「%2」と同じファイルですが、クラスが違います。正しいクラスにそろえるか、片方を除外してください。</translation>
    </message>
    <message>
        <source>“%1” is the same file as “%2”, but their parts differ, so the result would look too good. Remove one of them.</source>
        <translation>「%1」は「%2」と同じファイルですが、学習・検証の区分が違うため、結果が実際より良く見えてしまいます。どちらかを除外してください。</translation>
    </message>
    <message>
        <source>“%1” is empty (0 bytes). Replace or remove it.</source>
        <translation>「%1」は空（0 バイト）です。差し替えるか取り除いてください。</translation>
    </message>
    <message>
        <source>“%1” is %2, which is not supported. Convert it to JPEG or PNG.</source>
        <translation>「%1」は %2 で、対応していない形式です。JPEG か PNG に変換してください。</translation>
    </message>
    <message>
        <source>“%1” is not an image in a known format. Replace or remove it.</source>
        <translation>「%1」は既知の形式の画像ではありません。差し替えるか取り除いてください。</translation>
    </message>
    <message>
        <source>“%1” is damaged and cannot be decoded (%2). Replace or remove it.</source>
        <translation>「%1」は壊れていて読み込めません（%2）。差し替えるか取り除いてください。</translation>
    </message>
    <message>
        <source>“%1” is cut off: the end of the image is missing. Replace or remove it.</source>
        <translation>「%1」は途中で切れており、最後まで読み込めません。差し替えるか取り除いてください。</translation>
    </message>
    <message>
        <source>“%1” claims to be %2 pixels, which is over the limit of %3. Make it smaller or remove it.</source>
        <translation>「%1」は %2 px とされていて、上限の %3 を超えています。小さくするか取り除いてください。</translation>
    </message>
    <message>
        <source>The image codecs of Minarai could not be loaded (%1). Install Minarai again.</source>
        <translation>Minarai の画像コーデックを読み込めませんでした（%1）。Minarai を入れ直してください。</translation>
    </message>
    <message>
        <source>There is no setting “%1”. Known settings: %2.</source>
        <translation>設定「%1」はありません。使える設定：%2。</translation>
    </message>
    <message>
        <source>“%2” is not a valid value for “%1”: it takes %3.</source>
        <translation>「%2」は「%1」の値として使えません。使える値：%3。</translation>
    </message>
    <message>
        <source>“%1” is %2, but it must be %3.</source>
        <translation>「%1」は %2 ですが、%3 でなければなりません。</translation>
    </message>
    <message>
        <source>“%1” cannot be “%2”. Choose one of: %3.</source>
        <translation>「%1」を「%2」にはできません。次から選んでください：%3。</translation>
    </message>
    <message>
        <source>The settings do not fit together: %1.</source>
        <translation>設定の組み合わせが合いません：%1。</translation>
    </message>
    <message>
        <source>There is no transform “%1”. Known transforms: %2.</source>
        <translation>変換「%1」はありません。使える変換：%2。</translation>
    </message>
    <message>
        <source>Step %2 of the pipeline “%1” is not valid. %3</source>
        <translation>パイプライン「%1」のステップ %2 が正しくありません。%3</translation>
    </message>
    <message>
        <source>“%1” is not valid JSON (%2). Correct the file.</source>
        <translation>「%1」は正しい JSON ではありません（%2）。ファイルを直してください。</translation>
    </message>
    <message>
        <source>“%1” is not what was expected: %2.</source>
        <translation>「%1」は想定された内容と違います：%2。</translation>
    </message>
    <message>
        <source>“%1” was written by a newer version of Minarai (format %2). Update Minarai to open it.</source>
        <translation>「%1」は新しいバージョンの Minarai で作成されています（形式 %2）。開くには Minarai を更新してください。</translation>
    </message>
    <message>
        <source>There is no architecture “%1”. Known architectures: %2.</source>
        <translation>アーキテクチャ「%1」はありません。使えるアーキテクチャ：%2。</translation>
    </message>
    <message>
        <source>The model “%1” is not valid at “%2”: %3.</source>
        <translation>モデル「%1」の「%2」が正しくありません：%3。</translation>
    </message>
    <message>
        <source>The input of %2 is too small for “%1”: %3. Choose a larger image size.</source>
        <translation>入力 %2 は「%1」には小さすぎます（%3）。画像サイズを大きくしてください。</translation>
    </message>
    <message>
        <source>The weights “%1” cannot be read: %2.</source>
        <translation>重み「%1」を読み込めません：%2。</translation>
    </message>
    <message>
        <source>The weights “%1” were refused: the file asks for “%2”, which is not part of plain weights. Nothing was executed.</source>
        <translation>重み「%1」は受け付けませんでした。ただの重みには要らない「%2」を求めているためです。何も実行していません。</translation>
    </message>
    <message>
        <source>The weights “%1” do not fit this model: %2.</source>
        <translation>重み「%1」はこのモデルに合いません：%2。</translation>
    </message>
    <message>
        <source>“%1” is not a run: it has no readable run.json. Choose the folder that a training run wrote.</source>
        <translation>「%1」は学習の記録ではありません（読み込める run.json がありません）。学習で作られたフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>The run “%1” has no weights yet. Train at least one epoch first.</source>
        <translation>学習「%1」にはまだ重みがありません。先に 1 エポック以上学習してください。</translation>
    </message>
    <message>
        <source>The runs “%1” and “%2” know different classes and cannot answer together. Choose runs trained on the same classes.</source>
        <translation>学習「%1」と「%2」はクラスが違うため、一緒には使えません。同じクラスで学習したものを選んでください。</translation>
    </message>
    <message>
        <source>The run “%1” is damaged: %2.</source>
        <translation>学習「%1」の記録が壊れています：%2。</translation>
    </message>
    <message>
        <source>The run “%1” is being trained by another process. Wait for it or stop it first.</source>
        <translation>学習「%1」は別のプロセスで実行中です。終わるのを待つか、先に止めてください。</translation>
    </message>
    <message>
        <source>The run cannot go on because %1 differs from the interrupted run. Use the same settings or start a new run.</source>
        <translation>%1 が中断したときと違うため、学習を再開できません。同じ設定にするか、新しく学習を始めてください。</translation>
    </message>
    <message>
        <source>The run “%1” is finished; there is nothing to resume.</source>
        <translation>学習「%1」は終わっています。再開するものはありません。</translation>
    </message>
    <message>
        <source>The loss became %1 in epoch %2, step %3, at a learning rate of %4. Start again with a learning rate ten times smaller.</source>
        <translation>エポック %2、ステップ %3、学習率 %4 で損失が %1 になりました。学習率を 10 分の 1 にして、もう一度始めてください。</translation>
    </message>
    <message>
        <source>A batch with a single image was left out because batch normalisation needs two at this image size. Choose another batch size to use every image.</source>
        <translation>画像が 1 枚だけのバッチを除きました。この画像サイズではバッチ正規化に 2 枚以上必要なためです。すべての画像を使うには、バッチサイズを変えてください。</translation>
    </message>
    <message>
        <source>There was not enough memory for %1. Choose a smaller batch or image size.</source>
        <translation>%1 に必要なメモリが足りませんでした。バッチか画像サイズを小さくしてください。</translation>
    </message>
    <message>
        <source>The device “%1” is not available. Available: %2.</source>
        <translation>デバイス「%1」は使えません。使えるのは %2 です。</translation>
    </message>
    <message>
        <source>None of the %1 images could be read; the first problem: %2</source>
        <translation>%1 枚の画像がどれも読み込めませんでした。最初の問題：%2</translation>
    </message>
    <message>
        <source>The training engine could not be loaded (%1). Install Minarai again.</source>
        <translation>学習エンジンを読み込めませんでした（%1）。Minarai を入れ直してください。</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>中止しました。</translation>
    </message>
    <message>
        <source>%1.</source>
        <translation>%1。</translation>
    </message>
    <message>
        <source>Something went wrong inside Minarai (%1). Please report it.</source>
        <translation>Minarai の内部で問題が起きました（%1）。お手数ですがご報告ください。</translation>
    </message>
    <message>
        <source>the input</source>
        <translation>入力</translation>
    </message>
    <message>
        <source>the queue of batches</source>
        <translation>バッチの待ち行列</translation>
    </message>
    <message>
        <source>the model has another number of classes than the run</source>
        <translation>モデルのクラス数が学習と違います</translation>
    </message>
    <message>
        <source>run.json is not valid JSON</source>
        <translation>run.json が正しい JSON ではありません</translation>
    </message>
    <message>
        <source>This machine has fewer cores than the run began with, so the last digits may differ from those of an uninterrupted run</source>
        <translation>このコンピューターのコア数は学習を始めたときより少ないため、中断しなかった場合と末尾の桁が異なることがあります</translation>
    </message>
    <message>
        <source>it has another version</source>
        <translation>バージョンが違います</translation>
    </message>
    <message>
        <source>parts of it are missing</source>
        <translation>欠けている部分があります</translation>
    </message>
    <message>
        <source>it has no checkpoint yet; start it again with the same weights</source>
        <translation>まだチェックポイントがありません。同じ重みでもう一度始めてください</translation>
    </message>
    <message>
        <source>the model, the images or the settings</source>
        <translation>モデル、画像、設定のいずれか</translation>
    </message>
    <message>
        <source>“nesterov” needs a “momentum” over 0</source>
        <translation>「nesterov」には 0 より大きい「momentum」が必要です</translation>
    </message>
    <message>
        <source>“warmup_epochs” must be smaller than “epochs”</source>
        <translation>「warmup_epochs」は「epochs」より小さくします</translation>
    </message>
    <message>
        <source>“min_learning_rate” must not be over “learning_rate”</source>
        <translation>「min_learning_rate」は「learning_rate」以下にします</translation>
    </message>
    <message>
        <source>it is not a regular file</source>
        <translation>通常のファイルではありません</translation>
    </message>
    <message>
        <source>not a number</source>
        <translation>非数（NaN）</translation>
    </message>
    <message>
        <source>infinite</source>
        <translation>無限大</translation>
    </message>
    <message>
        <source>{} needs “{}” ({})</source>
        <translation>{} には「{}」が必要です（{}）</translation>
    </message>
    <message>
        <source>pairs such as “layer1=0.1, fc=10” with factors over 0 and at most 1000</source>
        <translation>「layer1=0.1, fc=10」のような組（倍率は 0 より大きく 1000 以下）</translation>
    </message>
    <message>
        <source>about a layer or group of the model; their names begin with {}</source>
        <translation>モデルにある層の名前（先頭の名前：{}）</translation>
    </message>
    <message>
        <source>“freeze” leaves no layer that could learn</source>
        <translation>「freeze」の指定では学習する層が残りません</translation>
    </message>
    <message>
        <source>There are no published weights “%1”. Known: %2.</source>
        <translation>「%1」という公開の重みはありません。利用できるもの：%2。</translation>
    </message>
    <message>
        <source>The weights “%1” are not the published ones: %2. Remove the file and download it again from %3.</source>
        <translation>重み「%1」は公開されているものと一致しません（%2）。ファイルを削除し、%3 からもう一度ダウンロードしてください。</translation>
    </message>
    <message>
        <source>“%1” cannot be downloaded because there is no connection (%2). Connect to the network, or get the file from %3 elsewhere and put it into “%4”.</source>
        <translation>ネットワークに接続できないため、「%1」をダウンロードできません（%2）。ネットワークに接続するか、ほかの場所で %3 からファイルを入手して「%4」に置いてください。</translation>
    </message>
    <message>
        <source>“%1” could not be downloaded: %2. Try again later, or get the file from %3 elsewhere and put it into “%4”.</source>
        <translation>「%1」をダウンロードできませんでした（%2）。しばらくしてからもう一度試すか、ほかの場所で %3 からファイルを入手して「%4」に置いてください。</translation>
    </message>
    <message>
        <source>The download from %1 was refused: %2. Nothing was kept; try again.</source>
        <translation>%1 からのダウンロードを受け付けませんでした（%2）。何も保存していません。もう一度試してください。</translation>
    </message>
    <message>
        <source>The downloader of Minarai could not be loaded (%1). Install Minarai again, or get the file from %2 and put it into “%3”.</source>
        <translation>Minarai のダウンロード機能を読み込めませんでした（%1）。Minarai を入れ直すか、%2 からファイルを入手して「%3」に置いてください。</translation>
    </message>
    <message>
        <source>“minarai weights list” shows all there are</source>
        <translation>「minarai weights list」で一覧を表示できます</translation>
    </message>
    <message>
        <source>none are published for this architecture</source>
        <translation>このアーキテクチャの重みは公開されていません</translation>
    </message>
    <message>
        <source>it has another length</source>
        <translation>長さが違います</translation>
    </message>
    <message>
        <source>its SHA-256 is another one</source>
        <translation>SHA-256 が違います</translation>
    </message>
    <message>
        <source>a measurement</source>
        <translation>測定値</translation>
    </message>
    <message>
        <source>its numbers make no sense</source>
        <translation>数値が正しくありません</translation>
    </message>
    <message>
        <source>“%1” shows nearly the same picture as “%2”. Keep one of them, or put both into the same part.</source>
        <translation>「%1」は「%2」とほぼ同じ画像です。片方だけを残すか、両方を同じ区分に入れてください。</translation>
    </message>
    <message>
        <source>“%1” shows nearly the same picture as “%2”, but their classes differ. Choose the right class for both.</source>
        <translation>「%1」は「%2」とほぼ同じ画像ですが、クラスが異なります。両方に正しいクラスを選んでください。</translation>
    </message>
    <message>
        <source>“%1” shows nearly the same picture as “%2”, but their parts differ, so the result would look too good. Put both into the same part.</source>
        <translation>「%1」は「%2」とほぼ同じ画像ですが、区分が異なるため、結果が実際より良く見えます。両方を同じ区分に入れてください。</translation>
    </message>
    <message>
        <source>“%1” is much smaller than the others (%2 pixels). Check that it shows what it should.</source>
        <translation>「%1」はほかの画像よりずっと小さい（%2 px）です。正しい画像か確認してください。</translation>
    </message>
    <message>
        <source>“%1” is much darker than the others. Check that it shows what it should.</source>
        <translation>「%1」はほかの画像よりずっと暗いです。正しい画像か確認してください。</translation>
    </message>
    <message>
        <source>“%1” is much brighter than the others. Check that it shows what it should.</source>
        <translation>「%1」はほかの画像よりずっと明るいです。正しい画像か確認してください。</translation>
    </message>
    <message>
        <source>“%1” is much more blurred than the others. Check that it shows what it should.</source>
        <translation>「%1」はほかの画像よりずっとぼけています。正しい画像か確認してください。</translation>
    </message>
    <message>
        <source>The class “%1” has %2 images and “%3” has %4. Use balanced sampling or class weights, or add images to the smaller class.</source>
        <translation>クラス「%1」は %2 枚、「%3」は %4 枚です。均等サンプリングかクラスの重みを使うか、少ないクラスに画像を追加してください。</translation>
    </message>
    <message>
        <source>The catalog “%1” cannot be used (%2). It is made anew from the folder; edits kept in it are lost.</source>
        <translation>カタログ「%1」は使えません（%2）。フォルダーから作り直します。その中の編集内容は失われます。</translation>
    </message>
    <message>
        <source>The catalog “%1” cannot be written (%2). Check the permissions and the free space of its folder.</source>
        <translation>カタログ「%1」に書き込めません（%2）。フォルダーのアクセス権と空き容量を確認してください。</translation>
    </message>
    <message>
        <source>The name pattern “%1” does not fit (%2). Write a regular expression whose first group is what the images of a group share.</source>
        <translation>名前のパターン「%1」は使えません（%2）。同じグループの画像に共通する部分を最初の括弧で囲んだ正規表現を書いてください。</translation>
    </message>
    <message>
        <source>Fold %1 does not exist: the split has %2 folds.</source>
        <translation>フォールド %1 はありません。フォールド数は %2 です。</translation>
    </message>
    <message>
        <source>“%1” is cut off: it holds %2 of %3 bytes. Get the file again.</source>
        <translation>「%1」は途中で切れています（%3 バイト中 %2 バイト）。ファイルを入手し直してください。</translation>
    </message>
    <message>
        <source>“%1” holds %2 bytes more than it says. Get the file again.</source>
        <translation>「%1」は記載より %2 バイト長いです。ファイルを入手し直してください。</translation>
    </message>
    <message>
        <source>“%1” holds %2 images, but “%3” holds %4 labels. Get both files from the same place.</source>
        <translation>「%1」の画像は %2 枚ですが、「%3」のラベルは %4 個です。両方を同じ場所から入手してください。</translation>
    </message>
    <message>
        <source>“%1” gives image %2 the label %3, but there are only %4 classes. Get the file again.</source>
        <translation>「%1」は画像 %2 にラベル %3 を付けていますが、クラスは %4 個しかありません。ファイルを入手し直してください。</translation>
    </message>
    <message>
        <source>There was not enough memory for a batch of %1: training goes on with %2 at a time and adds up the gradients of %3 such batches, so that the result stays the same.</source>
        <translation>バッチサイズ %1 にはメモリが足りませんでした。結果が変わらないように、%2 枚ずつ %3 回分の勾配を累積して学習を続けます。</translation>
    </message>
    <message>
        <source>The last checkpoint of “%1” is damaged (%2); training goes on from the one before it, epoch %3, step %4.</source>
        <translation>「%1」の最後のチェックポイントは壊れています（%2）。その前のもの（エポック %3、ステップ %4）から学習を続けます。</translation>
    </message>
    <message>
        <source>“%1” could not be saved (%2). Saving is tried again until it works.</source>
        <translation>「%1」を保存できませんでした（%2）。保存できるまで繰り返し試します。</translation>
    </message>
    <message>
        <source>The other processes of this training could not be reached (%1). Check that all of them run and can reach “%2”.</source>
        <translation>この学習のほかのプロセスに接続できませんでした（%1）。すべて動いていて「%2」に接続できるか確認してください。</translation>
    </message>
    <message>
        <source>Another process of this training was lost (%1). What was saved is safe; start all of them again with --resume.</source>
        <translation>この学習のほかのプロセスが失われました（%1）。保存済みの内容は無事です。すべてを --resume で起動し直してください。</translation>
    </message>
    <message>
        <source>Features cannot be computed once for this run: %1. It is trained in the ordinary way.</source>
        <translation>この学習では特徴量を一度だけ計算することができません（%1）。通常の方法で学習します。</translation>
    </message>
    <message>
        <source>bfloat16 would change the answers of this network too much (%1), so float32 is used.</source>
        <translation>bfloat16 ではこのネットワークの予測が変わりすぎる（%1）ため、float32 を使います。</translation>
    </message>
    <message>
        <source>one, two or four numbers, or empty</source>
        <translation>数値 1 つ、2 つ、4 つ、または空欄</translation>
    </message>
    <message>
        <source>at most 0.99 when it is one number</source>
        <translation>数値が 1 つのときは 0.99 以下</translation>
    </message>
    <message>
        <source>“weights” needs one number for the picture itself and one for each chain</source>
        <translation>「weights」には画像そのものの値 1 つと、チェーンごとの値 1 つずつが必要です</translation>
    </message>
    <message>
        <source>“magnitude” must be smaller than “num_magnitude_bins”</source>
        <translation>「magnitude」は「num_magnitude_bins」より小さくしてください</translation>
    </message>
    <message>
        <source>“min_height” must not be larger than “max_height”</source>
        <translation>「min_height」は「max_height」以下にしてください</translation>
    </message>
    <message>
        <source>“min_width” must not be larger than “max_width”</source>
        <translation>「min_width」は「max_width」以下にしてください</translation>
    </message>
    <message>
        <source>“min_holes” must not be larger than “max_holes”</source>
        <translation>「min_holes」は「max_holes」以下にしてください</translation>
    </message>
    <message>
        <source>four numbers for each hole</source>
        <translation>穴ごとに数値を 4 つ</translation>
    </message>
    <message>
        <source>over 0</source>
        <translation>0 より大きい値</translation>
    </message>
    <message>
        <source>the smallest and the largest edge of a hole are both shares or both pixels</source>
        <translation>穴の最小と最大の辺は、両方を割合にするか、両方を px にしてください</translation>
    </message>
    <message>
        <source>one number, three numbers or “random”</source>
        <translation>数値 1 つ、数値 3 つ、または「random」</translation>
    </message>
    <message>
        <source>three of the four “endpoints” lie on a line</source>
        <translation>4 つの「endpoints」のうち 3 つが一直線上にあります</translation>
    </message>
    <message>
        <source>RandomErasing stands after Normalize</source>
        <translation>RandomErasing は Normalize の後に置いてください</translation>
    </message>
    <message>
        <source>ToTensor and Normalize stand at the end of a pipeline; only RandomErasing may follow</source>
        <translation>ToTensor と Normalize はパイプラインの最後に置きます。その後に置けるのは RandomErasing だけです</translation>
    </message>
    <message>
        <source>a number after the operation&apos;s name</source>
        <translation>操作名の後に数値を 1 つ</translation>
    </message>
    <message>
        <source>0 to 8 bits</source>
        <translation>0～8 ビット</translation>
    </message>
    <message>
        <source>at least -1</source>
        <translation>-1 以上</translation>
    </message>
    <message>
        <source>a line is not JSON</source>
        <translation>JSON ではない行があります</translation>
    </message>
    <message>
        <source>a line is too long</source>
        <translation>長すぎる行があります</translation>
    </message>
    <message>
        <source>one of its epochs is missing</source>
        <translation>エポックの一つがありません</translation>
    </message>
    <message>
        <source>its checksum does not fit</source>
        <translation>チェックサムが一致しません</translation>
    </message>
    <message>
        <source>“class_weight_list” needs one weight for each class</source>
        <translation>「class_weight_list」にはクラスの数だけ重みが必要です</translation>
    </message>
    <message>
        <source>“class_weight_list” has no weight over 0</source>
        <translation>「class_weight_list」に 0 より大きい重みがありません</translation>
    </message>
    <message>
        <source>so steep that its gradients are not finite</source>
        <translation>急すぎて勾配が有限でない状態</translation>
    </message>
    <message>
        <source>layers that learn read from several frozen ones</source>
        <translation>学習する層が、凍結した複数の層から入力を受けています</translation>
    </message>
    <message>
        <source>no layer at the beginning is frozen</source>
        <translation>先頭に凍結した層がありません</translation>
    </message>
    <message>
        <source>size:epochs or size:epochs:rate for each phase, such as “64:5, 128:3, 224:2:0.0005”, with sizes from 8 to 1024</source>
        <translation>段階ごとに サイズ:エポック数 または サイズ:エポック数:学習率（例：「64:5, 128:3, 224:2:0.0005」）、サイズは 8 から 1024</translation>
    </message>
    <message>
        <source>“phases” needs a network that takes images of any size; the weights of this one depend on it</source>
        <translation>「phases」には、どの画像サイズでも使えるネットワークが必要です。このネットワークの重みは画像サイズによって変わります</translation>
    </message>
    <message>
        <source>Mixup and CutMix mix the images themselves</source>
        <translation>Mixup と CutMix は画像そのものを混ぜます</translation>
    </message>
    <message>
        <source>the image size changes between phases</source>
        <translation>段階ごとに画像サイズが変わります</translation>
    </message>
    <message>
        <source>so steep that its weights are not finite</source>
        <translation>急すぎて重みが有限でない状態</translation>
    </message>
    <message>
        <source>“milestones” must rise</source>
        <translation>「milestones」は小さい順に並べます</translation>
    </message>
    <message>
        <source>“class_weights=list” needs a “class_weight_list”</source>
        <translation>「class_weights=list」には「class_weight_list」が必要です</translation>
    </message>
    <message>
        <source>balanced sampling draws at random and needs “shuffle”</source>
        <translation>均等サンプリングはランダムに選ぶため、「shuffle」が必要です</translation>
    </message>
    <message>
        <source>another program listens there</source>
        <translation>別のプログラムがそこで待ち受けています</translation>
    </message>
    <message>
        <source>nothing answers there</source>
        <translation>応答がありません</translation>
    </message>
    <message>
        <source>this build of Minarai has no c10d with Gloo</source>
        <translation>この Minarai は Gloo 付きの c10d なしでビルドされています</translation>
    </message>
    <message>
        <source>several processes train together</source>
        <translation>複数のプロセスが一緒に学習しています</translation>
    </message>
    <message>
        <source>the processes of this training were started with different settings or find different images</source>
        <translation>この学習のプロセスが異なる設定で開始されたか、異なる画像を見つけました</translation>
    </message>
    <message>
        <source>the number of processes that train together</source>
        <translation>一緒に学習するプロセスの数</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>設定されていません</translation>
    </message>
    <message>
        <source>the address of the machine with rank 0</source>
        <translation>ランク 0 のコンピューターのアドレス</translation>
    </message>
    <message>
        <source>“runs” must be a list</source>
        <translation>「runs」はリストでなければなりません</translation>
    </message>
    <message>
        <source>a chart is exported as .png, .pdf, .svg or .csv</source>
        <translation>グラフの書き出しは .png、.pdf、.svg、.csv のいずれかです</translation>
    </message>
    <message>
        <source>a graph is exported as .png, .pdf or .svg</source>
        <translation>グラフの書き出しは .png、.pdf、.svg のいずれかです</translation>
    </message>
    <message>
        <source>the picture could not be drawn</source>
        <translation>画像を描けませんでした</translation>
    </message>
    <message>
        <source>taking what fits of the weights</source>
        <translation>合う重みだけを使う指定</translation>
    </message>
    <message>
        <source>“validation_fraction” and “test_fraction” leave nothing to train on</source>
        <translation>「validation_fraction」と「test_fraction」の合計が大きく、学習に使う画像が残りません</translation>
    </message>
    <message>
        <source>the images or what was decided about them</source>
        <translation>画像またはその判断（除外・ラベル変更）</translation>
    </message>
    <message>
        <source>cross-validation draws its own folds and takes no split from a file</source>
        <translation>交差検証ではフォールドを自分で作るため、ファイルの分割は使えません</translation>
    </message>
    <message>
        <source>it predicts classes that its run does not have</source>
        <translation>学習の記録にないクラスが予測されています</translation>
    </message>
    <message>
        <source>it is cut off or damaged</source>
        <translation>途中で切れているか、壊れています</translation>
    </message>
    <message>
        <source>neither its last checkpoint nor the one before it can be read; start a new run, which may begin with its best.pth</source>
        <translation>最後のチェックポイントも、その前のものも読み込めません。新しい学習を始めてください（best.pth の重みから始めることもできます）</translation>
    </message>
    <message>
        <source>the number of folds</source>
        <translation>分割数</translation>
    </message>
    <message>
        <source>the architecture</source>
        <translation>アーキテクチャ</translation>
    </message>
    <message>
        <source>the weights to begin with</source>
        <translation>最初の重み</translation>
    </message>
    <message>
        <source>the batch normalisation of this network needs two images in a batch at this image size; set “batch” to 2 or more</source>
        <translation>この画像サイズでは、このネットワークのバッチ正規化に 1 バッチあたり 2 枚の画像が必要です。「batch」を 2 以上にしてください</translation>
    </message>
</context>
<context>
    <name>Image</name>
    <message>
        <source>not a regular file</source>
        <translation>通常のファイルではありません</translation>
    </message>
    <message>
        <source>its header makes no sense</source>
        <translation>ヘッダーの内容が正しくありません</translation>
    </message>
    <message>
        <source>its blocks make no sense</source>
        <translation>ブロックの内容が正しくありません</translation>
    </message>
    <message>
        <source>it holds no picture</source>
        <translation>画像が入っていません</translation>
    </message>
    <message>
        <source>its first picture has no size</source>
        <translation>最初の画像に大きさがありません</translation>
    </message>
    <message>
        <source>this kind of JPEG is not supported</source>
        <translation>この種類の JPEG には対応していません</translation>
    </message>
    <message>
        <source>decoding a JPEG image</source>
        <translation>JPEG 画像のデコード</translation>
    </message>
    <message>
        <source>decoding a PNG image</source>
        <translation>PNG 画像のデコード</translation>
    </message>
    <message>
        <source>a sample is over the maximum of its header</source>
        <translation>ヘッダーにある最大値を超える値があります</translation>
    </message>
    <message>
        <source>it holds far fewer bytes than its size needs</source>
        <translation>大きさに対してデータが少なすぎます</translation>
    </message>
</context>
<context>
    <name>LayerLearning</name>
    <message>
        <source>Freeze up to “%1”</source>
        <translation>「%1」まで凍結</translation>
    </message>
    <message>
        <source>Learning rate of “%1”</source>
        <translation>「%1」の学習率</translation>
    </message>
    <message>
        <source>Freeze nothing</source>
        <translation>凍結しない</translation>
    </message>
</context>
<context>
    <name>LoadReportText</name>
    <message>
        <source>Taken from the file: %1</source>
        <translation>ファイルから使うもの：%1</translation>
    </message>
    <message>
        <source>Would fit: %1</source>
        <translation>合うもの：%1</translation>
    </message>
    <message>
        <source>Missing in the file: %1</source>
        <translation>ファイルにないもの：%1</translation>
    </message>
    <message>
        <source>Not in the model: %1</source>
        <translation>モデルにないもの：%1</translation>
    </message>
    <message>
        <source>%1: %2 in the file, %3 in the model</source>
        <translation>%1：ファイルでは %2、モデルでは %3</translation>
    </message>
    <message>
        <source>Of another shape: %1</source>
        <translation>形状が違うもの：%1</translation>
    </message>
</context>
<context>
    <name>Npy</name>
    <message>
        <source>it is not a NumPy file; write it with numpy.save</source>
        <translation>NumPy のファイルではありません。numpy.save で書き出してください</translation>
    </message>
    <message>
        <source>it is cut off</source>
        <translation>途中で切れています</translation>
    </message>
    <message>
        <source>its header is damaged</source>
        <translation>ヘッダーが壊れています</translation>
    </message>
    <message>
        <source>it is in Fortran order; write numpy.ascontiguousarray(x)</source>
        <translation>Fortran 順で保存されています。numpy.ascontiguousarray(x) を書き出してください</translation>
    </message>
    <message>
        <source>its shape does not fit its size</source>
        <translation>形状とファイルサイズが一致しません</translation>
    </message>
    <message>
        <source>its numbers are of type “{}”; write x.astype(numpy.float32)</source>
        <translation>数値の型が「{}」です。x.astype(numpy.float32) を書き出してください</translation>
    </message>
</context>
<context>
    <name>Op</name>
    <message>
        <source>{} takes feature maps (channels×height×width), but gets {}; put it before the Flatten</source>
        <translation>{} には特徴マップ（チャンネル×高さ×幅）の入力が必要ですが、{} が入力されています。Flatten の手前に置いてください</translation>
    </message>
    <message>
        <source>0: follows from the input. Another number is checked against it.</source>
        <translation>0 なら入力に従います。ほかの数は入力と照らし合わせます。</translation>
    </message>
    <message>
        <source>{} says “{}” is {}, but its input has {}; correct the number or leave it out</source>
        <translation>{} は「{}」を {} としていますが、入力は {} です。数を直すか省いてください</translation>
    </message>
    <message>
        <source>Initial weights</source>
        <translation>初期の重み</translation>
    </message>
    <message>
        <source>PyTorch&apos;s default</source>
        <translation>PyTorch の既定</translation>
    </message>
    <message>
        <source>Kaiming normal, fan out</source>
        <translation>Kaiming 正規分布（fan out）</translation>
    </message>
    <message>
        <source>Kaiming normal, fan in</source>
        <translation>Kaiming 正規分布（fan in）</translation>
    </message>
    <message>
        <source>Kaiming uniform, fan in</source>
        <translation>Kaiming 一様分布（fan in）</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>正規分布</translation>
    </message>
    <message>
        <source>Spread of the initial weights</source>
        <translation>初期の重みの広がり</translation>
    </message>
    <message>
        <source>Standard deviation of the normal distribution.</source>
        <translation>正規分布の標準偏差です。</translation>
    </message>
    <message>
        <source>Sets negative values to 0.</source>
        <translation>負の値を 0 にします。</translation>
    </message>
    <message>
        <source>Sets negative values to 0 and values over 6 to 6.</source>
        <translation>負の値を 0 に、6 を超える値を 6 にします。</translation>
    </message>
    <message>
        <source>Makes negative values small instead of 0.</source>
        <translation>負の値を 0 にせず、小さくします。</translation>
    </message>
    <message>
        <source>Negative slope</source>
        <translation>負側の傾き</translation>
    </message>
    <message>
        <source>Factor of negative values.</source>
        <translation>負の値に掛ける係数です。</translation>
    </message>
    <message>
        <source>Squeezes values between 0 and 1.</source>
        <translation>値を 0 から 1 の間に収めます。</translation>
    </message>
    <message>
        <source>Squeezes values between −1 and 1.</source>
        <translation>値を −1 から 1 の間に収めます。</translation>
    </message>
    <message>
        <source>Multiplies values by their sigmoid: a smooth ReLU.</source>
        <translation>値にそのシグモイドを掛けます。なめらかな ReLU です。</translation>
    </message>
    <message>
        <source>Weighs values by the normal distribution: a smooth ReLU.</source>
        <translation>値を正規分布で重みづけします。なめらかな ReLU です。</translation>
    </message>
    <message>
        <source>Formula</source>
        <translation>計算式</translation>
    </message>
    <message>
        <source>Exact</source>
        <translation>正確</translation>
    </message>
    <message>
        <source>With tanh</source>
        <translation>tanh による近似</translation>
    </message>
    <message>
        <source>The exact one, or the quicker one with tanh.</source>
        <translation>正確な式か、tanh を使う速い式かを選びます。</translation>
    </message>
    <message>
        <source>A SiLU made of straight pieces, cheap to compute.</source>
        <translation>直線をつないだ SiLU です。軽く計算できます。</translation>
    </message>
    <message>
        <source>A sigmoid made of straight pieces, cheap to compute.</source>
        <translation>直線をつないだシグモイドです。軽く計算できます。</translation>
    </message>
    <message>
        <source>Turns values into shares which add up to 1. The loss has its own: don&apos;t put one at the end of a network.</source>
        <translation>値を合計 1 の割合に変えます。損失関数に含まれているので、ネットワークの最後には置きません。</translation>
    </message>
    <message>
        <source>Passes its input on.</source>
        <translation>入力をそのまま渡します。</translation>
    </message>
    <message>
        <source>Slides learned filters over the picture and answers where each fits.</source>
        <translation>学習したフィルターを画像の上で動かし、よく合う場所に反応します。</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>フィルター数</translation>
    </message>
    <message>
        <source>Number of filters: the channels of the output.</source>
        <translation>フィルターの数、つまり出力のチャンネル数です。</translation>
    </message>
    <message>
        <source>Kernel size</source>
        <translation>カーネルサイズ</translation>
    </message>
    <message>
        <source>Edge of a filter, or height and width.</source>
        <translation>フィルターの一辺、または高さと幅です。</translation>
    </message>
    <message>
        <source>Stride</source>
        <translation>ストライド</translation>
    </message>
    <message>
        <source>Step from one place to the next; 2 halves the size.</source>
        <translation>次の場所までの歩幅です。2 なら大きさが半分になります。</translation>
    </message>
    <message>
        <source>Padding</source>
        <translation>パディング</translation>
    </message>
    <message>
        <source>Border added on each side; half the kernel keeps the size.</source>
        <translation>各辺に加える縁です。カーネルの半分なら大きさが変わりません。</translation>
    </message>
    <message>
        <source>Dilation</source>
        <translation>ダイレーション</translation>
    </message>
    <message>
        <source>Distance between the taps of a filter.</source>
        <translation>フィルターの要素どうしの間隔です。</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>グループ</translation>
    </message>
    <message>
        <source>Channels are split into this many parts which do not see each other; as many as channels: depthwise.</source>
        <translation>チャンネルをこの数に分け、互いに独立に計算します。チャンネル数と同じなら depthwise です。</translation>
    </message>
    <message>
        <source>Border</source>
        <translation>縁</translation>
    </message>
    <message>
        <source>Zeros</source>
        <translation>ゼロ</translation>
    </message>
    <message>
        <source>Reflected</source>
        <translation>反射</translation>
    </message>
    <message>
        <source>Repeated edge</source>
        <translation>端の繰り返し</translation>
    </message>
    <message>
        <source>Circular</source>
        <translation>循環</translation>
    </message>
    <message>
        <source>What the border is filled with.</source>
        <translation>縁を何で埋めるかです。</translation>
    </message>
    <message>
        <source>Bias</source>
        <translation>バイアス</translation>
    </message>
    <message>
        <source>Adds a learned number to each filter&apos;s answer; not needed before a batch normalisation.</source>
        <translation>各フィルターの出力に学習した数を足します。バッチ正規化の前では要りません。</translation>
    </message>
    <message>
        <source>Input channels</source>
        <translation>入力チャンネル</translation>
    </message>
    <message>
        <source>{} input and {} output channels cannot be split into {} groups; choose a number which divides both</source>
        <translation>入力 {} チャンネルと出力 {} チャンネルを {} グループに分けられません。両方を割り切る数を選んでください</translation>
    </message>
    <message>
        <source>a border of {} cannot be filled from a picture of {}; use a smaller padding</source>
        <translation>{} の縁を {} の画像から埋めることはできません。パディングを小さくしてください</translation>
    </message>
    <message>
        <source>its input has shrunk to {}, which is smaller than the kernel of {}×{}; use a smaller kernel, more padding or fewer pooling layers before it</source>
        <translation>入力が {} となり、カーネル {}×{} を適用できません。カーネルを小さくするか、パディングを増やすか、前のプーリング層を減らしてください</translation>
    </message>
    <message>
        <source>Puts all values of a picture into one row.</source>
        <translation>画像のすべての値を一列に並べます。</translation>
    </message>
    <message>
        <source>Weighs all its inputs for each of its outputs.</source>
        <translation>出力ごとに、すべての入力を重みづけして足します。</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>出力数</translation>
    </message>
    <message>
        <source>Number of outputs; the last layer has one a class.</source>
        <translation>出力の数です。最後の層ではクラスごとに一つです。</translation>
    </message>
    <message>
        <source>Adds a learned number to each output.</source>
        <translation>各出力に学習した数を足します。</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>入力数</translation>
    </message>
    <message>
        <source>{} takes inputs of the same shape, but gets {} and {}; bring them to the same channels and size, for example with a Conv2d of kernel 1</source>
        <translation>{} には同じ形状の入力が必要ですが、{} と {} が入力されています。カーネル 1 の Conv2d などでチャンネル数と大きさをそろえてください</translation>
    </message>
    <message>
        <source>Puts the channels of its inputs one after another.</source>
        <translation>入力のチャンネルを順につなげます。</translation>
    </message>
    <message>
        <source>Concat takes inputs of the same height and width, but gets {} and {}; bring them to the same size</source>
        <translation>Concat には高さと幅が同じ入力が必要ですが、{} と {} が入力されています。大きさをそろえてください</translation>
    </message>
    <message>
        <source>Adds its inputs: the heart of a residual block.</source>
        <translation>入力を足し合わせます。残差ブロックの要です。</translation>
    </message>
    <message>
        <source>Multiplies its inputs: the gate of squeeze-and-excitation.</source>
        <translation>入力を掛け合わせます。squeeze-and-excitation のゲートです。</translation>
    </message>
    <message>
        <source>Brings each channel to mean 0 and spread 1 over the batch.</source>
        <translation>バッチ全体で、各チャンネルを平均 0、標準偏差 1 にそろえます。</translation>
    </message>
    <message>
        <source>Epsilon</source>
        <translation>イプシロン</translation>
    </message>
    <message>
        <source>Added to the variance so that nothing is divided by 0.</source>
        <translation>0 で割らないように分散に足す値です。</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>モメンタム</translation>
    </message>
    <message>
        <source>Share of a new batch in the running mean and variance which evaluation uses.</source>
        <translation>評価で使う移動平均と分散に、新しいバッチを取り入れる割合です。</translation>
    </message>
    <message>
        <source>Scale and shift</source>
        <translation>スケールとシフト</translation>
    </message>
    <message>
        <source>Learns a factor and an offset for each channel.</source>
        <translation>チャンネルごとの係数とずれを学習します。</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>チャンネル</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>確率</translation>
    </message>
    <message>
        <source>Share of the values set to 0 while training; 0.5 as in the paper.</source>
        <translation>学習中に 0 にする値の割合です。論文では 0.5 です。</translation>
    </message>
    <message>
        <source>Sets random values to 0 while training, against overfitting.</source>
        <translation>過学習を防ぐため、学習中に値をランダムに 0 にします。</translation>
    </message>
    <message>
        <source>Sets random whole channels to 0 while training, against overfitting.</source>
        <translation>過学習を防ぐため、学習中にチャンネル全体をランダムに 0 にします。</translation>
    </message>
    <message>
        <source>Edge of the window, or height and width.</source>
        <translation>窓の一辺、または高さと幅です。</translation>
    </message>
    <message>
        <source>Step from one window to the next; empty: the kernel size.</source>
        <translation>次の窓までの歩幅です。空ならカーネルと同じです。</translation>
    </message>
    <message>
        <source>Border added on each side, at most half the kernel.</source>
        <translation>各辺に加える縁です。カーネルの半分までです。</translation>
    </message>
    <message>
        <source>Round up</source>
        <translation>切り上げ</translation>
    </message>
    <message>
        <source>Keeps a last window which the picture fills in part only.</source>
        <translation>画像が一部しか入らない最後の窓も残します。</translation>
    </message>
    <message>
        <source>a padding of {} is more than half the kernel of {}; make it smaller</source>
        <translation>パディング {} がカーネル {} の半分を超えています。小さくしてください</translation>
    </message>
    <message>
        <source>its input has shrunk to {}, which is smaller than the window of {}×{}; use a smaller window or fewer pooling layers before it</source>
        <translation>入力が {} となり、窓 {}×{} を適用できません。窓を小さくするか、前のプーリング層を減らしてください</translation>
    </message>
    <message>
        <source>Output size</source>
        <translation>出力サイズ</translation>
    </message>
    <message>
        <source>Edge of the output, or height and width, whatever the input&apos;s size.</source>
        <translation>入力の大きさによらない、出力の一辺、または高さと幅です。</translation>
    </message>
    <message>
        <source>Keeps the largest value of each window.</source>
        <translation>各窓の最大値を残します。</translation>
    </message>
    <message>
        <source>Distance between the taps of a window.</source>
        <translation>窓の要素どうしの間隔です。</translation>
    </message>
    <message>
        <source>Keeps the mean of each window.</source>
        <translation>各窓の平均を残します。</translation>
    </message>
    <message>
        <source>Count the border</source>
        <translation>縁を数える</translation>
    </message>
    <message>
        <source>Whether the zeros of the border count in the mean.</source>
        <translation>縁のゼロを平均に含めるかどうかです。</translation>
    </message>
    <message>
        <source>Means over as many windows as the output is to have places.</source>
        <translation>出力の要素の数だけ窓を取り、平均します。</translation>
    </message>
    <message>
        <source>Largest values of as many windows as the output is to have places.</source>
        <translation>出力の要素の数だけ窓を取り、最大値を残します。</translation>
    </message>
    <message>
        <source>Xavier uniform</source>
        <translation>Xavier（一様分布）</translation>
    </message>
    <message>
        <source>LeCun normal</source>
        <translation>LeCun（正規分布）</translation>
    </message>
    <message>
        <source>LeCun uniform, fan out</source>
        <translation>LeCun（一様分布、fan out）</translation>
    </message>
    <message>
        <source>Uniform, one by the root of fan out</source>
        <translation>一様分布（fan out の平方根の逆数）</translation>
    </message>
    <message>
        <source>How the weights begin when none are loaded.</source>
        <translation>重みを読み込まないときの初期値の決め方です。</translation>
    </message>
    <message>
        <source>Initial bias</source>
        <translation>バイアスの初期値</translation>
    </message>
    <message>
        <source>As the weights ask</source>
        <translation>重みに合わせる</translation>
    </message>
    <message>
        <source>Normal, spread of a millionth</source>
        <translation>正規分布（標準偏差は百万分の一）</translation>
    </message>
    <message>
        <source>How the bias begins: as the weights ask is PyTorch&apos;s default for its own weights and 0 for all others.</source>
        <translation>バイアスの初期値です。「重みに合わせる」は、重みが PyTorch の既定値ならその既定値、それ以外なら 0 になります。</translation>
    </message>
    <message>
        <source>{} takes a flat input, but gets {}; put a Flatten before it</source>
        <translation>{} には 1 次元の入力が必要ですが、{} が入力されています。手前に Flatten を置いてください</translation>
    </message>
    <message>
        <source>At each place</source>
        <translation>位置ごとに適用</translation>
    </message>
    <message>
        <source>Works at each place of a map whose channels come last (after a Permute), or of windows of tokens.</source>
        <translation>チャンネルが最後にあるマップ（Permute のあと）の各位置や、トークンのウィンドウに対して計算します。</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>ヘッド数</translation>
    </message>
    <message>
        <source>Number of parts that look at different things; it must divide the features.</source>
        <translation>別々のものに注目する部分の数です。特徴数を割り切る必要があります。</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>ドロップアウト</translation>
    </message>
    <message>
        <source>Share of the attention set to 0 while training.</source>
        <translation>学習中に 0 にするアテンションの割合です。</translation>
    </message>
    <message>
        <source>{} features cannot be split into {} heads; choose a number which divides them</source>
        <translation>{} 個の特徴を {} 個のヘッドに分けられません。割り切れる数を選んでください</translation>
    </message>
    <message>
        <source>Lets each token look at all the others.</source>
        <translation>各トークンがほかのすべてのトークンを参照します。</translation>
    </message>
    <message>
        <source>{} takes tokens (tokens×features), but gets {}; put Tokens before it</source>
        <translation>{} にはトークン（トークン数×特徴数）の入力が必要ですが、{} が入力されています。手前に Tokens を置いてください</translation>
    </message>
    <message>
        <source>Lets the places of each window look at each other, channels last.</source>
        <translation>各ウィンドウの中の位置どうしが参照し合います（チャンネルは最後）。</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>ウィンドウ</translation>
    </message>
    <message>
        <source>Edge of a window, or height and width.</source>
        <translation>ウィンドウの一辺、または高さと幅です。</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>ずらし量</translation>
    </message>
    <message>
        <source>How far the windows are shifted; half a window in every second layer.</source>
        <translation>ウィンドウをずらす量です。一層おきにウィンドウの半分だけずらします。</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>Swin</source>
        <translation>Swin</translation>
    </message>
    <message>
        <source>Swin V2, cosine attention</source>
        <translation>Swin V2（コサインアテンション）</translation>
    </message>
    <message>
        <source>How attention and position are computed.</source>
        <translation>アテンションと位置の計算方法です。</translation>
    </message>
    <message>
        <source>a shift of {}×{} must be less than the window of {}×{}</source>
        <translation>ずらし量 {}×{} はウィンドウ {}×{} より小さくなければなりません</translation>
    </message>
    <message>
        <source>Lets the tokens of each window look at each other.</source>
        <translation>各ウィンドウの中のトークンどうしが参照し合います。</translation>
    </message>
    <message>
        <source>Features of a head</source>
        <translation>ヘッドの特徴数</translation>
    </message>
    <message>
        <source>Features that each head sees; it must divide the features.</source>
        <translation>一つのヘッドが見る特徴の数です。特徴数を割り切る必要があります。</translation>
    </message>
    <message>
        <source>{} takes square windows of tokens, but gets {}; put a WindowPartition before it</source>
        <translation>{} にはトークンの正方形のウィンドウが必要ですが、{} が入力されています。手前に WindowPartition を置いてください</translation>
    </message>
    <message>
        <source>{} features cannot be split into heads of {}</source>
        <translation>{} 個の特徴を {} 個ずつのヘッドに分けられません</translation>
    </message>
    <message>
        <source>A convolution run backwards: makes the picture larger.</source>
        <translation>逆向きの畳み込みです。画像を大きくします。</translation>
    </message>
    <message>
        <source>Distance between the filter&apos;s places in the output; 2 doubles the size.</source>
        <translation>出力でのフィルターの間隔です。2 で大きさが 2 倍になります。</translation>
    </message>
    <message>
        <source>Border taken off on each side.</source>
        <translation>各辺から取り除く幅です。</translation>
    </message>
    <message>
        <source>Output padding</source>
        <translation>出力パディング</translation>
    </message>
    <message>
        <source>Rows and columns added at the end; less than stride or dilation.</source>
        <translation>末尾に加える行と列の数です。ストライドまたはダイレーションより小さくします。</translation>
    </message>
    <message>
        <source>an output padding of {} must be less than the stride of {} or the dilation of {}</source>
        <translation>出力パディング {} は、ストライド {} またはダイレーション {} より小さくなければなりません</translation>
    </message>
    <message>
        <source>a padding of {} takes everything away from its input of {}; use a smaller padding</source>
        <translation>パディング {} では入力 {} が残りません。パディングを小さくしてください</translation>
    </message>
    <message>
        <source>Brings the values of each token to mean 0 and spread 1.</source>
        <translation>各トークンの値を平均 0、標準偏差 1 にそろえます。</translation>
    </message>
    <message>
        <source>LayerNorm works on the last dimension, but gets {}; use LayerNorm2d for feature maps</source>
        <translation>LayerNorm は最後の次元に対して計算しますが、{} が入力されています。特徴マップには LayerNorm2d を使ってください</translation>
    </message>
    <message>
        <source>Brings the channels at each place to mean 0 and spread 1, whatever the batch.</source>
        <translation>バッチによらず、各位置のチャンネルを平均 0、標準偏差 1 にそろえます。</translation>
    </message>
    <message>
        <source>Brings groups of channels to mean 0 and spread 1, whatever the batch.</source>
        <translation>バッチによらず、チャンネルのグループを平均 0、標準偏差 1 にそろえます。</translation>
    </message>
    <message>
        <source>Number of groups of channels.</source>
        <translation>チャンネルのグループの数です。</translation>
    </message>
    <message>
        <source>{} channels cannot be split into {} groups; choose a number which divides them</source>
        <translation>{} 個のチャンネルを {} 個のグループに分けられません。割り切れる数を選んでください</translation>
    </message>
    <message>
        <source>Multiplies each channel by a learned factor.</source>
        <translation>各チャンネルに学習した係数を掛けます。</translation>
    </message>
    <message>
        <source>First value</source>
        <translation>初期値</translation>
    </message>
    <message>
        <source>Where the factors begin; near 0 a residual block begins as a shortcut.</source>
        <translation>係数の初期値です。0 に近いと、残差ブロックはショートカットとして始まります。</translation>
    </message>
    <message>
        <source>Leaves out the branch of a residual block for random images while training.</source>
        <translation>学習中に、ランダムに選んだ画像で残差ブロックの枝を省きます。</translation>
    </message>
    <message>
        <source>Share of the images whose branch is left out.</source>
        <translation>枝を省く画像の割合です。</translation>
    </message>
    <message>
        <source>Makes the picture larger without learning anything.</source>
        <translation>学習なしで画像を大きくします。</translation>
    </message>
    <message>
        <source>Factor</source>
        <translation>倍率</translation>
    </message>
    <message>
        <source>How many times larger, or for height and width.</source>
        <translation>何倍にするか、または高さと幅それぞれの倍率です。</translation>
    </message>
    <message>
        <source>Interpolation</source>
        <translation>補間</translation>
    </message>
    <message>
        <source>Nearest</source>
        <translation>最近傍</translation>
    </message>
    <message>
        <source>Bilinear</source>
        <translation>バイリニア</translation>
    </message>
    <message>
        <source>Bicubic</source>
        <translation>バイキュービック</translation>
    </message>
    <message>
        <source>How values between two places are found.</source>
        <translation>位置と位置の間の値の求め方です。</translation>
    </message>
    <message>
        <source>Align corners</source>
        <translation>角をそろえる</translation>
    </message>
    <message>
        <source>Whether the corner pixels keep their values.</source>
        <translation>角のピクセルの値を保つかどうかです。</translation>
    </message>
    <message>
        <source>Puts the channels of a picture last, or first again.</source>
        <translation>画像のチャンネルを最後に移す、または最初に戻します。</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>最後</translation>
    </message>
    <message>
        <source>First</source>
        <translation>最初</translation>
    </message>
    <message>
        <source>Where the channels go.</source>
        <translation>チャンネルの移動先です。</translation>
    </message>
    <message>
        <source>Takes one of several equal parts of the channels.</source>
        <translation>等分したチャンネルの一つを取り出します。</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>分割数</translation>
    </message>
    <message>
        <source>Number of equal parts.</source>
        <translation>等分する数です。</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>番号</translation>
    </message>
    <message>
        <source>The part taken, from 0.</source>
        <translation>取り出す部分の番号（0 から）です。</translation>
    </message>
    <message>
        <source>{} channels cannot be split into {} equal parts; choose a number which divides them</source>
        <translation>{} 個のチャンネルを {} 等分できません。割り切れる数を選んでください</translation>
    </message>
    <message>
        <source>there is no part {} of {}; the first one is 0</source>
        <translation>{} 番の部分はありません（全 {} 個）。最初は 0 番です</translation>
    </message>
    <message>
        <source>Mixes the channels of the groups of a grouped convolution.</source>
        <translation>グループ畳み込みのグループの間でチャンネルを混ぜます。</translation>
    </message>
    <message>
        <source>Cuts a picture into windows of tokens.</source>
        <translation>画像をトークンのウィンドウに切り分けます。</translation>
    </message>
    <message>
        <source>Edge</source>
        <translation>一辺</translation>
    </message>
    <message>
        <source>Edge of a window or of the grid; it must divide the picture&apos;s.</source>
        <translation>ウィンドウまたは格子の一辺です。画像の一辺を割り切る必要があります。</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>Windows of neighbours</source>
        <translation>隣り合う位置のウィンドウ</translation>
    </message>
    <message>
        <source>Grid over the picture</source>
        <translation>画像全体の格子</translation>
    </message>
    <message>
        <source>Whether the tokens of a window are neighbours or spread evenly over the picture.</source>
        <translation>ウィンドウのトークンが隣り合うか、画像全体に均等に散らばるかです。</translation>
    </message>
    <message>
        <source>its input of {} cannot be cut into windows of {}×{}; use a picture whose size is a multiple of the usual one</source>
        <translation>入力 {} は {}×{} のウィンドウに切り分けられません。標準の画像サイズの倍数を使ってください</translation>
    </message>
    <message>
        <source>Puts windows of tokens together again, as the second input was cut.</source>
        <translation>トークンのウィンドウを、二つ目の入力の並びに戻します。</translation>
    </message>
    <message>
        <source>As in the partition.</source>
        <translation>切り分けのときと同じにします。</translation>
    </message>
    <message>
        <source>windows of {} do not make a picture of {}; connect the windows and the picture they were cut from</source>
        <translation>{} のウィンドウからは {} の画像になりません。ウィンドウと、それを切り出した画像をつないでください</translation>
    </message>
    <message>
        <source>Joins two by two places, channels last: half the size, four times the channels.</source>
        <translation>2×2 の位置を一つにまとめます（チャンネルは最後）。大きさは半分、チャンネルは 4 倍になります。</translation>
    </message>
    <message>
        <source>Makes each place of a picture a token.</source>
        <translation>画像の各位置をトークンにします。</translation>
    </message>
    <message>
        <source>Puts a learned token before the others, to carry the answer.</source>
        <translation>答えを運ぶ学習済みトークンを先頭に加えます。</translation>
    </message>
    <message>
        <source>Adds to each token what tells its place.</source>
        <translation>各トークンに位置の情報を加えます。</translation>
    </message>
    <message>
        <source>Takes the first token alone.</source>
        <translation>最初のトークンだけを取り出します。</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Convolution</source>
        <translation>畳み込み</translation>
    </message>
    <message>
        <source>Pooling and size</source>
        <translation>プーリングと大きさ</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>ヘッド</translation>
    </message>
    <message>
        <source>Activation</source>
        <translation>活性化関数</translation>
    </message>
    <message>
        <source>Normalise, regularise</source>
        <translation>正規化・正則化</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>合流</translation>
    </message>
    <message>
        <source>More layers</source>
        <translation>その他の層</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>ブロック</translation>
    </message>
</context>
<context>
    <name>Param</name>
    <message>
        <source>Kernel size</source>
        <translation>カーネルサイズ</translation>
    </message>
    <message>
        <source>Width and height of the filter, odd; one number for both.</source>
        <translation>フィルターの幅と高さ（奇数）です。1 個の数なら両方に使います。</translation>
    </message>
    <message>
        <source>Sigma</source>
        <translation>シグマ</translation>
    </message>
    <message>
        <source>Range of the blur&apos;s width.</source>
        <translation>ぼかしの幅の範囲です。</translation>
    </message>
    <message>
        <source>Width of the blur across and down; one number for both.</source>
        <translation>横と縦のぼかしの幅です。1 個の数なら両方に使います。</translation>
    </message>
    <message>
        <source>1 leaves the picture as it is.</source>
        <translation>1 なら画像は変わりません。</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>明るさ</translation>
    </message>
    <message>
        <source>Range of the factor; one number b means 1 - b to 1 + b.</source>
        <translation>係数の範囲です。1 個の数 b なら 1 - b から 1 + b までです。</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>コントラスト</translation>
    </message>
    <message>
        <source>Range of the factor; one number c means 1 - c to 1 + c.</source>
        <translation>係数の範囲です。1 個の数 c なら 1 - c から 1 + c までです。</translation>
    </message>
    <message>
        <source>Saturation</source>
        <translation>彩度</translation>
    </message>
    <message>
        <source>Range of the factor; one number s means 1 - s to 1 + s.</source>
        <translation>係数の範囲です。1 個の数 s なら 1 - s から 1 + s までです。</translation>
    </message>
    <message>
        <source>Hue</source>
        <translation>色相</translation>
    </message>
    <message>
        <source>Range of the shift in turns of the colour wheel; one number h means -h to h.</source>
        <translation>色相環の回転で表すずれの範囲です。1 個の数 h なら -h から h までです。</translation>
    </message>
    <message>
        <source>Shift in turns of the colour wheel.</source>
        <translation>色相環の回転で表すずれです。</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>順序</translation>
    </message>
    <message>
        <source>Names of the changes in the order in which they act.</source>
        <translation>変化の名前を、行う順に並べます。</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>チャンネル</translation>
    </message>
    <message>
        <source>1 or 3; the three channels are equal.</source>
        <translation>1 か 3 です。3 チャンネルはどれも同じ値です。</translation>
    </message>
    <message>
        <source>Grayscale</source>
        <translation>グレースケール</translation>
    </message>
    <message>
        <source>Whether the colours are removed.</source>
        <translation>色を取り除くかどうかです。</translation>
    </message>
    <message>
        <source>Padding</source>
        <translation>パディング</translation>
    </message>
    <message>
        <source>Border added before the cut: one number for all sides, two for left/right and top/bottom, four for left, top, right, bottom.</source>
        <translation>切り出す前に加える縁です。1 個なら四辺、2 個なら左右と上下、4 個なら左、上、右、下です。</translation>
    </message>
    <message>
        <source>Padding mode</source>
        <translation>縁の埋め方</translation>
    </message>
    <message>
        <source>Fill colour</source>
        <translation>塗りつぶし</translation>
    </message>
    <message>
        <source>Repeat the edge</source>
        <translation>端を繰り返す</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>鏡映</translation>
    </message>
    <message>
        <source>Mirror with the edge</source>
        <translation>端を含む鏡映</translation>
    </message>
    <message>
        <source>What the border shows.</source>
        <translation>縁に何を表示するかです。</translation>
    </message>
    <message>
        <source>Pad if needed</source>
        <translation>必要なら縁を加える</translation>
    </message>
    <message>
        <source>Pads pictures that are smaller than the size, at random places; without it they are padded too, but evenly.</source>
        <translation>サイズより小さい画像に、ランダムな位置になるよう縁を加えます。オフのときは均等に加えます。</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>面積</translation>
    </message>
    <message>
        <source>Smallest and largest share of the picture&apos;s area that is cut out.</source>
        <translation>切り出す面積の割合の最小と最大です。</translation>
    </message>
    <message>
        <source>Aspect ratio</source>
        <translation>縦横比</translation>
    </message>
    <message>
        <source>Smallest and largest width divided by height of the cut-out.</source>
        <translation>切り出す部分の幅÷高さの最小と最大です。</translation>
    </message>
    <message>
        <source>Flip</source>
        <translation>反転</translation>
    </message>
    <message>
        <source>Whether the picture is mirrored.</source>
        <translation>画像を反転するかどうかです。</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>確率</translation>
    </message>
    <message>
        <source>How often the step acts at all.</source>
        <translation>このステップを行う頻度です。</translation>
    </message>
    <message>
        <source>Enabled</source>
        <translation>有効</translation>
    </message>
    <message>
        <source>Whether the step is part of the pipeline.</source>
        <translation>このステップをパイプラインに含めるかどうかです。</translation>
    </message>
    <message>
        <source>3 for colour, 1 for grey.</source>
        <translation>カラーなら 3、グレーなら 1 です。</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高さ</translation>
    </message>
    <message>
        <source>Height of the pictures that the network takes.</source>
        <translation>ネットワークが受け取る画像の高さです。</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>幅</translation>
    </message>
    <message>
        <source>Width of the pictures that the network takes.</source>
        <translation>ネットワークが受け取る画像の幅です。</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>合わせ方</translation>
    </message>
    <message>
        <source>Stretch</source>
        <translation>引き伸ばす</translation>
    </message>
    <message>
        <source>Resize and crop the middle</source>
        <translation>縮小して中央を切り出す</translation>
    </message>
    <message>
        <source>How a picture of another shape is brought to this size.</source>
        <translation>形の違う画像をこの大きさにする方法です。</translation>
    </message>
    <message>
        <source>Shorter edge</source>
        <translation>短辺</translation>
    </message>
    <message>
        <source>Length of the shorter edge before the middle is cut out; 0 for the longer edge of the result.</source>
        <translation>中央を切り出す前の短辺の長さです。0 なら結果の長辺と同じです。</translation>
    </message>
    <message>
        <source>Normalize</source>
        <translation>正規化</translation>
    </message>
    <message>
        <source>Subtracts the mean and divides by the deviation.</source>
        <translation>平均を引き、標準偏差で割ります。</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>One value a channel; the default is ImageNet&apos;s.</source>
        <translation>チャンネルごとの値です。既定は ImageNet の値です。</translation>
    </message>
    <message>
        <source>Deviation</source>
        <translation>標準偏差</translation>
    </message>
    <message>
        <source>Height and width of the result; one number is the shorter edge.</source>
        <translation>結果の高さと幅です。1 個の数なら短辺です。</translation>
    </message>
    <message>
        <source>Longest edge</source>
        <translation>長辺の上限</translation>
    </message>
    <message>
        <source>With one number as the size, the longer edge stays within this; 0 for no limit.</source>
        <translation>サイズが 1 個の数のとき、長辺をこの値までにします。0 なら上限はありません。</translation>
    </message>
    <message>
        <source>Expand</source>
        <translation>広げる</translation>
    </message>
    <message>
        <source>Enlarges the result so that the whole rotated picture fits.</source>
        <translation>回転した画像がすべて入るように結果を広げます。</translation>
    </message>
    <message>
        <source>Centre</source>
        <translation>中心</translation>
    </message>
    <message>
        <source>Fixed point as x and y from the upper left corner; empty for the middle of the picture.</source>
        <translation>動かない点を左上からの x と y で表します。空なら画像の中央です。</translation>
    </message>
    <message>
        <source>Degrees</source>
        <translation>角度の範囲</translation>
    </message>
    <message>
        <source>Range of the angle; one number d means -d to d.</source>
        <translation>角度の範囲です。1 個の数 d なら -d から d までです。</translation>
    </message>
    <message>
        <source>Angle</source>
        <translation>角度</translation>
    </message>
    <message>
        <source>Counter-clockwise.</source>
        <translation>反時計回りです。</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>Height and width of the result; one number makes a square.</source>
        <translation>結果の高さと幅です。1 個の数なら正方形です。</translation>
    </message>
    <message>
        <source>The share of the pictures that are changed.</source>
        <translation>変化させる画像の割合です。</translation>
    </message>
    <message>
        <source>Nearest</source>
        <translation>最近傍</translation>
    </message>
    <message>
        <source>Bilinear</source>
        <translation>バイリニア</translation>
    </message>
    <message>
        <source>Bicubic</source>
        <translation>バイキュービック</translation>
    </message>
    <message>
        <source>Lanczos</source>
        <translation>Lanczos</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>ボックス</translation>
    </message>
    <message>
        <source>Interpolation</source>
        <translation>補間</translation>
    </message>
    <message>
        <source>How new pixels are computed from the old ones.</source>
        <translation>元のピクセルから新しいピクセルを計算する方法です。</translation>
    </message>
    <message>
        <source>Grey value or red, green and blue of the uncovered area.</source>
        <translation>画像のない部分の色です。グレーの値、または赤・緑・青で表します。</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>上</translation>
    </message>
    <message>
        <source>Upper edge of the cut-out in the picture.</source>
        <translation>切り出す部分の上端です。</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>左</translation>
    </message>
    <message>
        <source>Left edge of the cut-out in the picture.</source>
        <translation>切り出す部分の左端です。</translation>
    </message>
    <message>
        <source>Height of the cut-out.</source>
        <translation>切り出す部分の高さです。</translation>
    </message>
    <message>
        <source>Width of the cut-out.</source>
        <translation>切り出す部分の幅です。</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>学習の進め方</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>画像</translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation>最適化手法</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>スケジュール</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>損失</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>コンピューター</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>エポック数</translation>
    </message>
    <message>
        <source>How often the network sees every training image.</source>
        <translation>ネットワークがすべての学習画像を見る回数です。</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>バッチサイズ</translation>
    </message>
    <message>
        <source>Images in one step. Larger is faster but takes more memory.</source>
        <translation>1 ステップの画像数です。大きいほど速くなりますが、メモリを多く使います。</translation>
    </message>
    <message>
        <source>Image size</source>
        <translation>画像サイズ</translation>
    </message>
    <message>
        <source>Edge of the square image the network sees. 0 takes the architecture&apos;s usual size.</source>
        <translation>ネットワークが見る正方形の画像の一辺です。0 ならアーキテクチャの標準サイズです。</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>データ拡張</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>standard</source>
        <translation>標準</translation>
    </message>
    <message>
        <source>strong</source>
        <translation>強め</translation>
    </message>
    <message>
        <source>How training images are varied: a preset or a pipeline file. Validation images are never varied.</source>
        <translation>学習画像の変化のさせ方です。プリセットかパイプラインファイルを選びます。検証画像は変化させません。</translation>
    </message>
    <message>
        <source>Normalisation</source>
        <translation>正規化</translation>
    </message>
    <message>
        <source>ImageNet&apos;s</source>
        <translation>ImageNet の値</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>測定した値</translation>
    </message>
    <message>
        <source>Mean and deviation of the colours that the network takes as usual. Automatic takes those of the weights that the run begins with, or else ImageNet&apos;s (0.5 for grey); any other choice goes before the weights. Measured ones are those of the training images, which are all read before the run begins. None leaves values from 0 to 1.</source>
        <translation>ネットワークが基準とする色の平均と標準偏差です。自動では、開始時に読み込む重みの値、なければ ImageNet の値（グレーは 0.5）を使います。それ以外を選ぶと、重みの値より優先します。測定した値は学習画像のもので、開始前にすべての学習画像を読み込みます。なしでは 0〜1 の値のままです。</translation>
    </message>
    <message>
        <source>Validation share</source>
        <translation>検証の割合</translation>
    </message>
    <message>
        <source>Share of each class kept apart to measure the network. Not used when the folder has a “val” part of its own.</source>
        <translation>性能を測るために取り分ける、各クラスの割合です。フォルダーに「val」があるときは使いません。</translation>
    </message>
    <message>
        <source>SGD</source>
        <translation>SGD</translation>
    </message>
    <message>
        <source>AdamW</source>
        <translation>AdamW</translation>
    </message>
    <message>
        <source>The rule that turns gradients into new weights. AdamW works with one learning rate for most networks.</source>
        <translation>勾配から新しい重みを求める方法です。AdamW は、多くのネットワークで同じ学習率のまま使えます。</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学習率</translation>
    </message>
    <message>
        <source>Step size of the optimiser. Usual: 0.001 with AdamW, 0.01 to 0.1 with SGD.</source>
        <translation>最適化の歩幅です。目安は AdamW で 0.001、SGD で 0.01〜0.1 です。</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>モメンタム</translation>
    </message>
    <message>
        <source>How much of the previous step is kept.</source>
        <translation>前のステップをどれだけ引き継ぐかです。</translation>
    </message>
    <message>
        <source>Nesterov</source>
        <translation>Nesterov</translation>
    </message>
    <message>
        <source>Looks ahead along the momentum before each step.</source>
        <translation>各ステップの前に、モメンタムの先を見ます。</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>重み減衰</translation>
    </message>
    <message>
        <source>Pulls weights towards zero, against overfitting.</source>
        <translation>過学習を防ぐため、重みを 0 に近づけます。</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>一定</translation>
    </message>
    <message>
        <source>cosine</source>
        <translation>コサイン</translation>
    </message>
    <message>
        <source>step</source>
        <translation>ステップ</translation>
    </message>
    <message>
        <source>How the learning rate changes over the epochs.</source>
        <translation>エポックに沿った学習率の変え方です。</translation>
    </message>
    <message>
        <source>Step after</source>
        <translation>ステップ間隔</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>エポック</translation>
    </message>
    <message>
        <source>Epochs between two steps of the learning rate.</source>
        <translation>学習率を下げてから次に下げるまでのエポック数です。</translation>
    </message>
    <message>
        <source>Step factor</source>
        <translation>ステップ係数</translation>
    </message>
    <message>
        <source>What each step multiplies the learning rate by.</source>
        <translation>ステップごとに学習率に掛ける値です。</translation>
    </message>
    <message>
        <source>Lowest rate</source>
        <translation>最小学習率</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>ウォームアップ</translation>
    </message>
    <message>
        <source>Epochs over which the learning rate first grows from zero.</source>
        <translation>はじめに学習率を 0 から上げていくエポック数です。</translation>
    </message>
    <message>
        <source>cross-entropy</source>
        <translation>交差エントロピー</translation>
    </message>
    <message>
        <source>Label smoothing</source>
        <translation>ラベル平滑化</translation>
    </message>
    <message>
        <source>Share of each label spread over all classes, against overconfidence.</source>
        <translation>確信しすぎないように、ラベルのこの割合を全クラスに振り分けます。</translation>
    </message>
    <message>
        <source>Stop early after</source>
        <translation>早期終了</translation>
    </message>
    <message>
        <source>Ends the run after this many epochs without a better validation result. 0 never stops early.</source>
        <translation>検証の結果がこのエポック数のあいだ改善しなければ終わります。0 なら早期終了しません。</translation>
    </message>
    <message>
        <source>Better means</source>
        <translation>最良の判定基準</translation>
    </message>
    <message>
        <source>higher accuracy</source>
        <translation>正解率が高い</translation>
    </message>
    <message>
        <source>lower loss</source>
        <translation>損失が小さい</translation>
    </message>
    <message>
        <source>Which validation result decides about the best epoch and about stopping early.</source>
        <translation>最良のエポックと早期終了を、どの検証結果で決めるかです。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>シード</translation>
    </message>
    <message>
        <source>The same seed and settings give the same run on the same machine.</source>
        <translation>同じシードと設定なら、同じコンピューターで同じ結果になります。</translation>
    </message>
    <message>
        <source>Shuffle</source>
        <translation>シャッフル</translation>
    </message>
    <message>
        <source>Draws a new order of the training images each epoch.</source>
        <translation>エポックごとに学習画像の順序を入れ替えます。</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>計算精度</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自動</translation>
    </message>
    <message>
        <source>float32</source>
        <translation>float32</translation>
    </message>
    <message>
        <source>bfloat16</source>
        <translation>bfloat16</translation>
    </message>
    <message>
        <source>Loader threads</source>
        <translation>読み込みスレッド</translation>
    </message>
    <message>
        <source>Threads that decode and vary images. 0 takes one for each core. Results do not depend on it.</source>
        <translation>画像をデコードし変化させるスレッドの数です。0 ならコアごとに一つです。結果には影響しません。</translation>
    </message>
    <message>
        <source>Image cache</source>
        <translation>画像キャッシュ</translation>
    </message>
    <message>
        <source>Save every</source>
        <translation>保存間隔</translation>
    </message>
    <message>
        <source>A checkpoint is saved at least this often, and after each epoch.</source>
        <translation>少なくともこの間隔で、またエポックの終わりごとにチェックポイントを保存します。</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>アーキテクチャ</translation>
    </message>
    <message>
        <source>The network that is trained. Small ones learn in minutes, deep ones need more images and time.</source>
        <translation>学習するネットワークです。小さなものは数分で学習し、深いものはより多くの画像と時間が必要です。</translation>
    </message>
    <message>
        <source>Weight updates</source>
        <translation>重みの更新</translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation>凍結する層</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>early layers</source>
        <translation>前半の層</translation>
    </message>
    <message>
        <source>most layers</source>
        <translation>ほとんどの層</translation>
    </message>
    <message>
        <source>all but the head</source>
        <translation>出力層以外</translation>
    </message>
    <message>
        <source>up to a layer…</source>
        <translation>指定した層まで…</translation>
    </message>
    <message>
        <source>up to %1</source>
        <translation>%1 まで</translation>
    </message>
    <message>
        <source>Layers that keep their weights, for networks that begin with trained ones. Automatic: all but the head where only the head is new and no layer has a rate of its own, else nothing. Early: the first half of the stages; most: all but the last stage; “upto:layer2” freezes that layer and all before it.</source>
        <translation>重みを変えない層です。学習済みの重みから始めるときに使います。「自動」は、新しいのが出力層だけで、層ごとの学習率もなければ出力層以外を、そうでなければ何も凍結しません。「前半の層」は段階の前半、「ほとんどの層」は最後の段階より前のすべて、「upto:layer2」はその層とそれより前のすべてを凍結します。</translation>
    </message>
    <message>
        <source>Rate by depth</source>
        <translation>層ごとの減衰率</translation>
    </message>
    <message>
        <source>The learning rate of each block is this times that of the block after it (layer-wise decay). 1 gives all the same; 0.75 is usual for trained weights.</source>
        <translation>各ブロックの学習率を、次のブロックの学習率にこの値を掛けたものにします。1 ならすべて同じで、学習済みの重みには 0.75 がよく使われます。</translation>
    </message>
    <message>
        <source>Rate by layer</source>
        <translation>層別の学習率倍率</translation>
    </message>
    <message>
        <source>Factors of the learning rate for layers or groups, such as “layer1=0.1, fc=10”. The longest name that fits a layer counts.</source>
        <translation>層やグループごとの学習率の倍率です（例：「layer1=0.1, fc=10」）。層に当てはまる最も長い名前の倍率を使います。</translation>
    </message>
    <message>
        <source>Auxiliary losses</source>
        <translation>補助損失の重み</translation>
    </message>
    <message>
        <source>Weight of the auxiliary heads of GoogLeNet and Inception, which help early layers to learn; 0.3 as in the paper. Other networks have none.</source>
        <translation>GoogLeNet と Inception の補助の出力の損失にかける重みです。浅い層の学習を助けます。0.3 は論文の値です。ほかのネットワークにはありません。</translation>
    </message>
    <message>
        <source>Clockwise.</source>
        <translation>時計回りです。</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>移動</translation>
    </message>
    <message>
        <source>To the right and down.</source>
        <translation>右方向と下方向です。</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>倍率</translation>
    </message>
    <message>
        <source>Over 1 enlarges.</source>
        <translation>1 を超えると拡大します。</translation>
    </message>
    <message>
        <source>Largest shift across and down as shares of width and height; empty for none.</source>
        <translation>横と縦の最大の移動量です。幅と高さに対する割合で指定します。空欄にすると移動しません。</translation>
    </message>
    <message>
        <source>Smallest and largest factor; empty to keep the scale.</source>
        <translation>最小と最大の倍率です。空欄にすると倍率を変えません。</translation>
    </message>
    <message>
        <source>Shear</source>
        <translation>せん断</translation>
    </message>
    <message>
        <source>Range of the shear along x; one number s means -s to s, four numbers are the ranges along x and y; empty for none.</source>
        <translation>x 方向のせん断の範囲です。数値 1 つ s は -s〜s、4 つは x 方向と y 方向の範囲を表します。空欄にするとせん断しません。</translation>
    </message>
    <message>
        <source>Along x and y.</source>
        <translation>x 方向と y 方向です。</translation>
    </message>
    <message>
        <source>Border</source>
        <translation>縁</translation>
    </message>
    <message>
        <source>Repeat the picture</source>
        <translation>画像を繰り返す</translation>
    </message>
    <message>
        <source>What the uncovered area shows.</source>
        <translation>画像のない部分に表示するものです。</translation>
    </message>
    <message>
        <source>Range of the shift as a share of width and height; one number s means -s to s.</source>
        <translation>移動量の範囲です。幅と高さに対する割合で指定します。数値 1 つ s は -s〜s を表します。</translation>
    </message>
    <message>
        <source>Range of what is added to the scale of 1; one number s means -s to s.</source>
        <translation>倍率 1 に加える値の範囲です。数値 1 つ s は -s〜s を表します。</translation>
    </message>
    <message>
        <source>Range of the angle, counter-clockwise; one number d means -d to d.</source>
        <translation>反時計回りの角度の範囲です。数値 1 つ d は -d〜d を表します。</translation>
    </message>
    <message>
        <source>Shift across</source>
        <translation>横の移動</translation>
    </message>
    <message>
        <source>Replaces the shift&apos;s range across; empty for none.</source>
        <translation>横方向の移動量の範囲を置き換えます。空欄にすると置き換えません。</translation>
    </message>
    <message>
        <source>Shift down</source>
        <translation>縦の移動</translation>
    </message>
    <message>
        <source>Replaces the shift&apos;s range down; empty for none.</source>
        <translation>縦方向の移動量の範囲を置き換えます。空欄にすると置き換えません。</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>強さ</translation>
    </message>
    <message>
        <source>How strong the single operations may be.</source>
        <translation>個々の操作の強さの上限です。</translation>
    </message>
    <message>
        <source>Chains</source>
        <translation>チェーン</translation>
    </message>
    <message>
        <source>How many variants are mixed with the picture itself.</source>
        <translation>元の画像に混ぜる変種の数です。</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>深さ</translation>
    </message>
    <message>
        <source>Operations in a chain; 0 or -1 for one to three at random.</source>
        <translation>1 つのチェーンの操作の数です。0 または -1 にすると 1〜3 個をランダムに選びます。</translation>
    </message>
    <message>
        <source>Alpha</source>
        <translation>アルファ</translation>
    </message>
    <message>
        <source>Large values mix evenly, small ones favour one part.</source>
        <translation>大きいほど均等に混ざり、小さいほど一方に偏ります。</translation>
    </message>
    <message>
        <source>All operations</source>
        <translation>すべての操作</translation>
    </message>
    <message>
        <source>With brightness, colour, contrast and sharpness.</source>
        <translation>明るさ、彩度、コントラスト、シャープネスも使います。</translation>
    </message>
    <message>
        <source>The operations of each variant; a semicolon between the chains.</source>
        <translation>各変種の操作です。チェーンの間はセミコロンで区切ります。</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>重み</translation>
    </message>
    <message>
        <source>The share of the picture itself and of each chain.</source>
        <translation>元の画像と各チェーンの割合です。</translation>
    </message>
    <message>
        <source>Steps of strength</source>
        <translation>強さの段階数</translation>
    </message>
    <message>
        <source>In how many steps the strength goes from none to the most.</source>
        <translation>強さを最小から最大まで何段階に分けるかです。</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>ポリシー</translation>
    </message>
    <message>
        <source>The data set it was learned on.</source>
        <translation>ポリシーの学習に使われたデータセットです。</translation>
    </message>
    <message>
        <source>Operations</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>How many operations act one after the other.</source>
        <translation>続けて適用する操作の数です。</translation>
    </message>
    <message>
        <source>Step of the strength, from 0 to one less than the number of steps.</source>
        <translation>強さの段階です。0 から段階数より 1 小さい値までです。</translation>
    </message>
    <message>
        <source>Most holes</source>
        <translation>穴の最大数</translation>
    </message>
    <message>
        <source>Largest number of rectangles.</source>
        <translation>長方形の最大数です。</translation>
    </message>
    <message>
        <source>Largest height</source>
        <translation>最大の高さ</translation>
    </message>
    <message>
        <source>Of a rectangle, in pixels; under 1 a share of the picture&apos;s height.</source>
        <translation>長方形の高さ（px）です。1 未満なら画像の高さに対する割合です。</translation>
    </message>
    <message>
        <source>Largest width</source>
        <translation>最大の幅</translation>
    </message>
    <message>
        <source>Of a rectangle, in pixels; under 1 a share of the picture&apos;s width.</source>
        <translation>長方形の幅（px）です。1 未満なら画像の幅に対する割合です。</translation>
    </message>
    <message>
        <source>Fewest holes</source>
        <translation>穴の最小数</translation>
    </message>
    <message>
        <source>Smallest number of rectangles; 0 for always the largest.</source>
        <translation>長方形の最小数です。0 にすると常に最大数です。</translation>
    </message>
    <message>
        <source>Smallest height</source>
        <translation>最小の高さ</translation>
    </message>
    <message>
        <source>0 for always the largest height.</source>
        <translation>0 にすると常に最大の高さです。</translation>
    </message>
    <message>
        <source>Smallest width</source>
        <translation>最小の幅</translation>
    </message>
    <message>
        <source>0 for always the largest width.</source>
        <translation>0 にすると常に最大の幅です。</translation>
    </message>
    <message>
        <source>Holes</source>
        <translation>穴</translation>
    </message>
    <message>
        <source>Left, upper, right and lower edge of each rectangle; right and lower are the first pixels outside.</source>
        <translation>各長方形の左、上、右、下の端です。右と下は外側の最初のピクセルです。</translation>
    </message>
    <message>
        <source>Grey value or red, green and blue of the holes.</source>
        <translation>穴の明るさ、または赤・緑・青の値です。</translation>
    </message>
    <message>
        <source>Smallest and largest share of the picture&apos;s area that is erased.</source>
        <translation>画像の面積のうち消去する割合の最小値と最大値です。</translation>
    </message>
    <message>
        <source>Smallest and largest height divided by width of the erased area.</source>
        <translation>消去する部分の高さ÷幅の最小値と最大値です。</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>値</translation>
    </message>
    <message>
        <source>What the erased area holds after Normalize: one number, three numbers for red, green and blue, or “random” for noise.</source>
        <translation>消去した部分に入れる Normalize 後の値です。数値 1 つ、赤・緑・青の数値 3 つ、またはノイズを表す「random」です。</translation>
    </message>
    <message>
        <source>First erased row.</source>
        <translation>消去する最初の行です。</translation>
    </message>
    <message>
        <source>First erased column.</source>
        <translation>消去する最初の列です。</translation>
    </message>
    <message>
        <source>Number of erased rows.</source>
        <translation>消去する行の数です。</translation>
    </message>
    <message>
        <source>Number of erased columns.</source>
        <translation>消去する列の数です。</translation>
    </message>
    <message>
        <source>What the erased area holds.</source>
        <translation>消去した部分に入れる値です。</translation>
    </message>
    <message>
        <source>Seed of the noise</source>
        <translation>ノイズのシード</translation>
    </message>
    <message>
        <source>With a seed over 0 the area holds normal noise instead.</source>
        <translation>0 より大きいシードにすると、代わりに正規分布のノイズが入ります。</translation>
    </message>
    <message>
        <source>Distortion</source>
        <translation>歪み</translation>
    </message>
    <message>
        <source>How far the corners may move in, as a share of half the width and height.</source>
        <translation>角が内側に動ける最大の距離です。幅と高さの半分に対する割合で指定します。</translation>
    </message>
    <message>
        <source>Corners before</source>
        <translation>変形前の角</translation>
    </message>
    <message>
        <source>Upper left, upper right, lower right and lower left corner, each as x and y.</source>
        <translation>左上、右上、右下、左下の角です。それぞれ x と y で指定します。</translation>
    </message>
    <message>
        <source>Corners after</source>
        <translation>変形後の角</translation>
    </message>
    <message>
        <source>Where these four points come to lie.</source>
        <translation>これら 4 点の移動先です。</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>反転</translation>
    </message>
    <message>
        <source>Whether the colours are inverted.</source>
        <translation>色を反転するかどうかです。</translation>
    </message>
    <message>
        <source>Autocontrast</source>
        <translation>自動コントラスト</translation>
    </message>
    <message>
        <source>Whether the contrast is stretched.</source>
        <translation>コントラストを広げるかどうかです。</translation>
    </message>
    <message>
        <source>Equalize</source>
        <translation>ヒストグラム平坦化</translation>
    </message>
    <message>
        <source>Whether the histogram is evened out.</source>
        <translation>ヒストグラムを平坦にするかどうかです。</translation>
    </message>
    <message>
        <source>Bits</source>
        <translation>ビット数</translation>
    </message>
    <message>
        <source>Bits that each colour value keeps; 8 keeps the picture.</source>
        <translation>各色の値に残すビット数です。8 で元のままです。</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>しきい値</translation>
    </message>
    <message>
        <source>Colour values from this one on are inverted.</source>
        <translation>この値以上の色の値を反転します。</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>シャープネス</translation>
    </message>
    <message>
        <source>0 blurs, 1 leaves the picture as it is, 2 sharpens.</source>
        <translation>0 でぼかし、1 で元のまま、2 で鮮明にします。</translation>
    </message>
    <message>
        <source>Grey value or red, green and blue of the uncovered area; empty for black.</source>
        <translation>画像のない部分の明るさ、または赤・緑・青の値です。空欄にすると黒です。</translation>
    </message>
    <message>
        <source>Names, each with its magnitude where it has one, in the order in which they act: Rotate 30,Equalize.</source>
        <translation>適用順に並べた操作名です。強さのある操作は名前の後に書きます。例：Rotate 30,Equalize</translation>
    </message>
    <message>
        <source>focal</source>
        <translation>フォーカル損失</translation>
    </message>
    <message>
        <source>What the training makes small. Focal loss turns to the images that are still wrong.</source>
        <translation>学習で小さくする値です。フォーカル損失は、まだ不正解の画像を重視します。</translation>
    </message>
    <message>
        <source>Focal gamma</source>
        <translation>フォーカルのガンマ</translation>
    </message>
    <message>
        <source>How strongly images that are known already are left aside; 2 as in the paper, 0 is cross-entropy.</source>
        <translation>すでに分かっている画像をどれだけ軽く扱うかです。論文では 2、0 は交差エントロピーと同じです。</translation>
    </message>
    <message>
        <source>Class weights</source>
        <translation>クラスの重み</translation>
    </message>
    <message>
        <source>all the same</source>
        <translation>すべて同じ</translation>
    </message>
    <message>
        <source>balanced</source>
        <translation>均等</translation>
    </message>
    <message>
        <source>given</source>
        <translation>指定</translation>
    </message>
    <message>
        <source>How much the images of each class count in the loss. Balanced: the rarer a class, the more.</source>
        <translation>損失の中で各クラスの画像をどれだけ重く数えるかです。均等にすると、少ないクラスほど重くなります。</translation>
    </message>
    <message>
        <source>One weight for each class, in the alphabetical order of the classes.</source>
        <translation>クラスごとの重みを、クラス名の順に並べます。</translation>
    </message>
    <message>
        <source>Mixup</source>
        <translation>Mixup</translation>
    </message>
    <message>
        <source>Blends pairs of images and their labels. 0 is off; 0.2 is usual. With CutMix, one of both is drawn for each batch.</source>
        <translation>2 枚の画像とラベルを混ぜ合わせます。0 で無効、通常は 0.2 です。CutMix と併用すると、バッチごとにどちらかを選びます。</translation>
    </message>
    <message>
        <source>CutMix</source>
        <translation>CutMix</translation>
    </message>
    <message>
        <source>Pastes a box of one image into another and mixes their labels by area. 0 is off; 1 is usual.</source>
        <translation>画像の一部を別の画像に貼り付け、面積に応じてラベルを混ぜます。0 で無効、通常は 1 です。</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>分割方法</translation>
    </message>
    <message>
        <source>stratified</source>
        <translation>層化</translation>
    </message>
    <message>
        <source>by groups</source>
        <translation>グループごと</translation>
    </message>
    <message>
        <source>k-fold</source>
        <translation>k 分割</translation>
    </message>
    <message>
        <source>Groups by name</source>
        <translation>名前のパターン</translation>
    </message>
    <message>
        <source>A regular expression, searched in each image&apos;s name below its class folder; images whose first group is the same stay together, such as “^(patient\d+)_”. “near_duplicates”, or nothing with a grouped split, keeps pictures together that look nearly the same.</source>
        <translation>クラスのフォルダーより下の画像名に対して検索する正規表現です。最初のグループが同じ画像は分かれません（例：「^(patient\d+)_」）。「near_duplicates」とするか、グループごとの分割で空欄にすると、ほぼ同じに見える画像が分かれません。</translation>
    </message>
    <message>
        <source>Folds</source>
        <translation>フォールド数</translation>
    </message>
    <message>
        <source>Equal parts of a k-fold split. Each image validates in exactly one of them.</source>
        <translation>k 分割のフォールド（等しい部分）の数です。どの画像も、そのうちちょうど 1 つで検証に使われます。</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>フォールド</translation>
    </message>
    <message>
        <source>Which fold validates, from 1 to the number of folds; the others train.</source>
        <translation>検証に使うフォールドの番号です（1 からフォールド数まで）。残りは学習に使います。</translation>
    </message>
    <message>
        <source>higher macro F1</source>
        <translation>マクロ F1 が高い</translation>
    </message>
    <message>
        <source>higher balanced accuracy</source>
        <translation>均等正解率が高い</translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation>サンプリング</translation>
    </message>
    <message>
        <source>each image once</source>
        <translation>各画像を 1 回</translation>
    </message>
    <message>
        <source>Balanced draws every class equally often, rare images more than once an epoch.</source>
        <translation>均等にすると、どのクラスも同じ回数だけ選びます。少ないクラスの画像は 1 エポックに何度も使います。</translation>
    </message>
    <message>
        <source>Growing size</source>
        <translation>サイズの段階</translation>
    </message>
    <message>
        <source>Phases of growing image size, each size:epochs or size:epochs:rate, such as “64:5, 128:3, 224:2”. They replace the settings epochs and size; validation uses the last size.</source>
        <translation>画像サイズを大きくしていく段階です。「64:5, 128:3, 224:2」のように サイズ:エポック数 または サイズ:エポック数:学習率 で書きます。エポック数と画像サイズの設定の代わりになり、検証には最後のサイズを使います。</translation>
    </message>
    <message>
        <source>Automatic computes in bfloat16 where that is faster on this machine and the gradients agree with those of float32; both are measured. Processors without instructions for bfloat16 compute it very slowly.</source>
        <translation>自動では、このコンピューターで bfloat16 のほうが速く、勾配が float32 と一致する場合に bfloat16 で計算します。どちらも実測して決めます。bfloat16 の命令を持たないプロセッサーでは、bfloat16 の計算はとても遅くなります。</translation>
    </message>
    <message>
        <source>Kernels</source>
        <translation>計算カーネル</translation>
    </message>
    <message>
        <source>as PyTorch</source>
        <translation>PyTorch と同じ</translation>
    </message>
    <message>
        <source>Automatic trains in float32 with 3×3 convolutions of a quarter of the multiplications (Winograd) and with batch normalisation in fewer passes: rounded about as well, but to other digits. “As PyTorch” takes the steps of training with PyTorch&apos;s own.</source>
        <translation>自動では、float32 の学習で 3×3 の畳み込みを四分の一の乗算（Winograd）で、バッチ正規化を少ないメモリ走査で計算します。丸め誤差は同程度ですが、末尾の桁は異なります。「PyTorch と同じ」は学習ステップを PyTorch 自身の計算で行います。</translation>
    </message>
    <message>
        <source>Features once</source>
        <translation>特徴量を一度だけ計算</translation>
    </message>
    <message>
        <source>off</source>
        <translation>オフ</translation>
    </message>
    <message>
        <source>What frozen layers make of an image is computed once and kept, so that only the layers that learn run in each epoch.</source>
        <translation>凍結した層が画像から作る特徴量を一度だけ計算して保持し、各エポックでは学習する層だけを計算します。</translation>
    </message>
    <message>
        <source>Views kept</source>
        <translation>保持するビュー数</translation>
    </message>
    <message>
        <source>With frozen layers: how many views of each training image are computed and kept; the epochs take turns with them. The first is the image itself, the others are variations. 1 without data augmentation.</source>
        <translation>層を凍結した学習で、学習画像 1 枚につき何通りのビューを計算して保持するかです。1 つ目は画像そのもの、残りはデータ拡張をかけたもので、エポックごとに順番に使います。データ拡張なしでは 1 になります。</translation>
    </message>
    <message>
        <source>Memory for decoded images, which then need not be decoded again in the next epoch; never more than half of what is free.</source>
        <translation>デコード済みの画像を保持するメモリです。次のエポックでデコードし直す必要がなくなります。空きメモリの半分を超えることはありません。</translation>
    </message>
    <message>
        <source>Fast JPEG decoding</source>
        <translation>JPEG の高速デコード</translation>
    </message>
    <message>
        <source>Shrinks JPEG images much larger than the network&apos;s input while they are decoded. Training then sees slightly other pixels: over a whole image less than one level of 255 on average, in a small crop more. Validation and prediction never do.</source>
        <translation>ネットワークの入力よりはるかに大きい JPEG 画像を、デコードしながら縮小します。学習で使うピクセルの値がわずかに変わります（画像全体の平均で 255 段階のうち 1 段階未満、小さな切り抜きではそれ以上）。検証と予測には影響しません。</translation>
    </message>
    <message>
        <source>Learning rate over time</source>
        <translation>学習率の変化</translation>
    </message>
    <message>
        <source>steps at given epochs</source>
        <translation>指定したエポックで段階的に</translation>
    </message>
    <message>
        <source>exponential</source>
        <translation>指数</translation>
    </message>
    <message>
        <source>cosine with restarts</source>
        <translation>コサイン（再開あり）</translation>
    </message>
    <message>
        <source>one cycle</source>
        <translation>1 サイクル</translation>
    </message>
    <message>
        <source>on a plateau</source>
        <translation>停滞したとき</translation>
    </message>
    <message>
        <source>Steps after</source>
        <translation>下げるエポック</translation>
    </message>
    <message>
        <source>Epochs after which the learning rate is multiplied by the step factor, counted from the end of the warm-up.</source>
        <translation>学習率に係数を掛けるエポックです。ウォームアップの終わりから数えます。</translation>
    </message>
    <message>
        <source>Factor each epoch</source>
        <translation>エポックごとの係数</translation>
    </message>
    <message>
        <source>What each epoch multiplies the learning rate by.</source>
        <translation>エポックごとに学習率に掛ける値です。</translation>
    </message>
    <message>
        <source>First restart after</source>
        <translation>最初の再開まで</translation>
    </message>
    <message>
        <source>Epochs of the first cosine; then the learning rate starts again at its full value.</source>
        <translation>最初のコサインのエポック数です。その後、学習率は元の値から再開します。</translation>
    </message>
    <message>
        <source>Growth of the cosines</source>
        <translation>コサインの伸び</translation>
    </message>
    <message>
        <source>How many times as long each cosine is as the one before it.</source>
        <translation>各コサインの長さが前の何倍になるかです。</translation>
    </message>
    <message>
        <source>The schedule goes no lower (PyTorch&apos;s eta_min and min_lr).</source>
        <translation>学習率はこれより下がりません（PyTorch の eta_min と min_lr）。</translation>
    </message>
    <message>
        <source>Peak rate</source>
        <translation>最大の学習率</translation>
    </message>
    <message>
        <source>The highest learning rate of the cycle. 0 takes the setting “learning_rate”.</source>
        <translation>サイクルの中で最も高い学習率です。0 なら「learning_rate」の値を使います。</translation>
    </message>
    <message>
        <source>Share of the rise</source>
        <translation>上昇の割合</translation>
    </message>
    <message>
        <source>Share of the steps in which the learning rate grows.</source>
        <translation>学習率が上がるステップの割合です。</translation>
    </message>
    <message>
        <source>Start divisor</source>
        <translation>開始の除数</translation>
    </message>
    <message>
        <source>The cycle begins at the peak rate divided by this.</source>
        <translation>サイクルは、最大の学習率をこの値で割ったところから始まります。</translation>
    </message>
    <message>
        <source>End divisor</source>
        <translation>終了の除数</translation>
    </message>
    <message>
        <source>The cycle ends at its first rate divided by this.</source>
        <translation>サイクルは、最初の学習率をこの値で割ったところで終わります。</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形</translation>
    </message>
    <message>
        <source>straight</source>
        <translation>直線</translation>
    </message>
    <message>
        <source>How the learning rate moves between its low and high points.</source>
        <translation>学習率が低い点と高い点の間をどう動くかです。</translation>
    </message>
    <message>
        <source>Momentum cycles</source>
        <translation>モメンタムも変える</translation>
    </message>
    <message>
        <source>Momentum (with Adam and AdamW beta 1) falls while the learning rate rises, and rises again while it falls.</source>
        <translation>学習率が上がる間はモメンタム（Adam と AdamW ではベータ 1）が下がり、学習率が下がる間は再び上がります。</translation>
    </message>
    <message>
        <source>Lowest momentum</source>
        <translation>最小のモメンタム</translation>
    </message>
    <message>
        <source>Momentum where the learning rate is highest.</source>
        <translation>学習率が最も高いときのモメンタムです。</translation>
    </message>
    <message>
        <source>Highest momentum</source>
        <translation>最大のモメンタム</translation>
    </message>
    <message>
        <source>Momentum at the cycle&apos;s beginning and end.</source>
        <translation>サイクルの初めと終わりのモメンタムです。</translation>
    </message>
    <message>
        <source>Watched</source>
        <translation>見る値</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>損失</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>正解率</translation>
    </message>
    <message>
        <source>The validation result that has to improve, or else the learning rate falls.</source>
        <translation>この検証結果が良くならないと、学習率を下げます。</translation>
    </message>
    <message>
        <source>Plateau factor</source>
        <translation>停滞時の係数</translation>
    </message>
    <message>
        <source>What the learning rate is multiplied by when the result stops improving.</source>
        <translation>結果が良くならなくなったとき、学習率に掛ける値です。</translation>
    </message>
    <message>
        <source>Patience</source>
        <translation>待つエポック</translation>
    </message>
    <message>
        <source>Epochs without improvement that are still waited through.</source>
        <translation>改善がなくても待つエポック数です。</translation>
    </message>
    <message>
        <source>Least improvement</source>
        <translation>最小の改善</translation>
    </message>
    <message>
        <source>Relative change from the best result that counts as an improvement.</source>
        <translation>改善とみなす、最良の結果からの相対的な変化です。</translation>
    </message>
    <message>
        <source>Cooldown</source>
        <translation>休止</translation>
    </message>
    <message>
        <source>Epochs after a fall of the learning rate before waiting begins again.</source>
        <translation>学習率を下げた後、再び数え始めるまでのエポック数です。</translation>
    </message>
    <message>
        <source>Adam</source>
        <translation>Adam</translation>
    </message>
    <message>
        <source>RMSprop</source>
        <translation>RMSprop</translation>
    </message>
    <message>
        <source>Beta 1</source>
        <translation>ベータ 1</translation>
    </message>
    <message>
        <source>How slowly the average of the gradients follows (the first of PyTorch&apos;s betas).</source>
        <translation>勾配の平均がどれだけゆっくり追従するかです（PyTorch の betas の 1 つ目）。</translation>
    </message>
    <message>
        <source>Beta 2</source>
        <translation>ベータ 2</translation>
    </message>
    <message>
        <source>How slowly the average of the squared gradients follows (the second of PyTorch&apos;s betas).</source>
        <translation>勾配の 2 乗の平均がどれだけゆっくり追従するかです（PyTorch の betas の 2 つ目）。</translation>
    </message>
    <message>
        <source>How slowly RMSprop&apos;s average of the squared gradients follows.</source>
        <translation>RMSprop の勾配の 2 乗の平均がどれだけゆっくり追従するかです。</translation>
    </message>
    <message>
        <source>Epsilon</source>
        <translation>イプシロン</translation>
    </message>
    <message>
        <source>Keeps the division by small averages of the squared gradients in bounds.</source>
        <translation>勾配の 2 乗の平均が小さいとき、割り算が大きくなりすぎないようにします。</translation>
    </message>
    <message>
        <source>Centred</source>
        <translation>中心化</translation>
    </message>
    <message>
        <source>RMSprop divides by the estimated variance of the gradient instead of its second moment.</source>
        <translation>RMSprop で、勾配の 2 次モーメントの代わりに分散の推定値で割ります。</translation>
    </message>
    <message>
        <source>Clip gradients</source>
        <translation>勾配クリッピング</translation>
    </message>
    <message>
        <source>Gradients are scaled down when their norm over all weights exceeds this, against sudden jumps. 0 never clips; 1 is usual.</source>
        <translation>すべての重みの勾配のノルムがこの値を超えると縮めて、急な変化を防ぎます。0 で無効、通常は 1 です。</translation>
    </message>
    <message>
        <source>Add up batches</source>
        <translation>勾配の累積</translation>
    </message>
    <message>
        <source>Gradients of this many batches are added up for one update: the effect of a larger batch in the memory of a small one.</source>
        <translation>この数のバッチの勾配を累積して 1 回更新します。小さいバッチのメモリで、大きいバッチと同じ効果になります。</translation>
    </message>
    <message>
        <source>Weight averaging</source>
        <translation>重みの移動平均</translation>
    </message>
    <message>
        <source>Decay of an exponential moving average of the weights, which is what is validated and saved. 0 is off; 0.99 to 0.9999 are usual, larger for longer runs.</source>
        <translation>重みの指数移動平均の減衰率です。移動平均した重みを検証と保存に使います。0 で無効、通常は 0.99 から 0.9999 で、長い学習ほど大きくします。</translation>
    </message>
    <message>
        <source>Average warm-up</source>
        <translation>平均の立ち上げ</translation>
    </message>
    <message>
        <source>The average forgets faster in the first steps, so that short runs are not held back by their beginning.</source>
        <translation>最初のうちは移動平均が早く入れ替わるので、短い学習でも初期の重みに引きずられません。</translation>
    </message>
    <message>
        <source>Test share</source>
        <translation>テストの割合</translation>
    </message>
    <message>
        <source>Share of each class held out for a last measurement, which training never looks at. 0 holds out none. Not used when the folder has a “test” part of its own.</source>
        <translation>最後の測定のために取り分けておき、学習ではまったく使わない、各クラスの割合です。0 では取り分けません。フォルダーに「test」があるときは使いません。</translation>
    </message>
    <message>
        <source>How images are kept apart for validation. Automatic uses a “val” folder where there is one and else draws a share of each class; the others draw from the images of both. A “test” folder is never drawn from. Grouped keeps the images of a group together. A file takes a split that was saved.</source>
        <translation>検証に使う画像の分け方です。自動では「val」フォルダーがあればそれを使い、なければ各クラスから一定の割合を選びます。ほかの方法では両方の画像から選びます。「test」フォルダーからは選びません。グループごとの場合は、同じグループの画像が分かれません。ファイルを選ぶと、保存しておいた分割を使います。</translation>
    </message>
    <message>
        <source>never</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>layer1=0.1</source>
        <translation>例：layer1=0.1</translation>
    </message>
    <message>
        <source>64:5, 224:2</source>
        <translation>例：64:5, 224:2</translation>
    </message>
</context>
<context>
    <name>Preset</name>
    <message>
        <source>Quick look</source>
        <translation>お試し</translation>
    </message>
    <message>
        <source>a small network, minutes</source>
        <translation>小さなネットワーク、数分</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>標準</translation>
    </message>
    <message>
        <source>a residual network, medium images</source>
        <translation>残差ネットワーク、中くらいの画像</translation>
    </message>
    <message>
        <source>Careful</source>
        <translation>じっくり</translation>
    </message>
    <message>
        <source>large images, strong augmentation, stops by itself</source>
        <translation>大きな画像、強めのデータ拡張、自動で終了</translation>
    </message>
    <message>
        <source>Fine-tune pretrained</source>
        <translation>学習済みから微調整</translation>
    </message>
    <message>
        <source>begins with what ImageNet taught; best for few images</source>
        <translation>ImageNet で学習した重みから始めます。画像が少ないときに最適です。</translation>
    </message>
    <message>
        <source>New head, pretrained</source>
        <translation>転移学習（最後の層だけ）</translation>
    </message>
    <message>
        <source>learns the last layer alone; a minute or less for few images</source>
        <translation>最後の層だけを学習します。画像が少なければ 1 分以内に終わります。</translation>
    </message>
</context>
<context>
    <name>Spec</name>
    <message>
        <source>“input” is the name of the picture; give the layer another id</source>
        <translation>「input」は画像の名前です。層には別の id を付けてください</translation>
    </message>
    <message>
        <source>two layers have this id; rename one of them</source>
        <translation>この id の層が二つあります。どちらかの名前を変えてください</translation>
    </message>
    <message>
        <source>it is a layer, but other ids begin with “{}.” as if it were a group; rename it</source>
        <translation>これは層ですが、グループであるかのように「{}.」で始まる id がほかにあります。名前を変えてください</translation>
    </message>
    <message>
        <source>there is no layer “{}”; known layers: {}</source>
        <translation>層「{}」はありません。使える層：{}</translation>
    </message>
    <message>
        <source>it has {} inputs, but {} takes {}; connect as many</source>
        <translation>入力が {} 個ありますが、{} は {} 個を受け取ります。数を合わせてつないでください</translation>
    </message>
    <message>
        <source>its input “{}” does not exist; connect it to another layer or to “input”</source>
        <translation>入力「{}」がありません。別の層か「input」につないでください</translation>
    </message>
    <message>
        <source>it has {} connections, at most {} are possible</source>
        <translation>接続が {} 個あります。できるのは {} 個までです</translation>
    </message>
    <message>
        <source>there is no layer “{}”; name the layer which gives the answer</source>
        <translation>層「{}」はありません。答えを出す層の名前を書いてください</translation>
    </message>
    <message>
        <source>it has {} layers; from 1 to {} are possible</source>
        <translation>層が {} 個あります。できるのは 1 個から {} 個までです</translation>
    </message>
    <message>
        <source>the picture is {}×{}×{}; it needs 1 to 4096 channels and 1 to 65536 rows and columns</source>
        <translation>画像が {}×{}×{} です。チャンネルは 1〜4096、縦横は 1〜65536 にします</translation>
    </message>
    <message>
        <source>nothing uses this layer; connect it to another one or remove it</source>
        <translation>この層はどこにも接続されていません。別の層につなぐか取り除いてください</translation>
    </message>
    <message>
        <source>the layers {} run in a circle; remove one of these connections</source>
        <translation>層 {} が輪になっています。接続を一つ取り除いてください</translation>
    </message>
    <message>
        <source>its input “{}” comes later; put the layers in order</source>
        <translation>入力「{}」が後に来ています。層を順に並べてください</translation>
    </message>
    <message>
        <source>there is no entry “{}”; possible ones: {}</source>
        <translation>項目「{}」はありません。使える項目：{}</translation>
    </message>
    <message>
        <source>the text “{}” is missing; add it</source>
        <translation>「{}」がありません。加えてください</translation>
    </message>
    <message>
        <source>it must be three whole numbers: channels, height, width</source>
        <translation>チャンネル、高さ、幅の 3 個の整数にします</translation>
    </message>
    <message>
        <source>a layer must be a JSON object</source>
        <translation>層は JSON のオブジェクトにします</translation>
    </message>
    <message>
        <source>“inputs” must be a list of at most {} ids</source>
        <translation>「inputs」は {} 個までの id の一覧にします</translation>
    </message>
    <message>
        <source>“params” must be a JSON object</source>
        <translation>「params」は JSON のオブジェクトにします</translation>
    </message>
    <message>
        <source>{} needs “{}”; add it to “params”</source>
        <translation>{} には「{}」が必要です。「params」に加えてください</translation>
    </message>
    <message>
        <source>a model must be a JSON object</source>
        <translation>モデルは JSON のオブジェクトにします</translation>
    </message>
    <message>
        <source>its JSON is nested too deeply</source>
        <translation>JSON の入れ子が深すぎます</translation>
    </message>
    <message>
        <source>it must be 1</source>
        <translation>1 でなければなりません</translation>
    </message>
    <message>
        <source>it must be a list of at most {} layers</source>
        <translation>{} 個までの層の一覧にします</translation>
    </message>
    <message>
        <source>its output of {} is too large; use fewer channels or a smaller picture</source>
        <translation>出力 {} が大きすぎます。チャンネルを減らすか、画像を小さくしてください</translation>
    </message>
    <message>
        <source>the model would have more than 17 thousand million parameters up to here; use fewer channels, or pooling before it</source>
        <translation>ここまでのパラメータが 170 億個を超えます。チャンネルを減らすか、前にプーリングを入れてください</translation>
    </message>
    <message>
        <source>it would need more than 10^14 multiply-adds for one image; use fewer channels, or pooling before it</source>
        <translation>画像 1 枚に 10^14 回を超える積和演算が必要です。チャンネルを減らすか、手前にプーリングを入れてください</translation>
    </message>
    <message>
        <source>it has {} outputs and cannot get {}; end the model with a Linear layer</source>
        <translation>出力が {} 個あり、{} 個にできません。モデルの最後を Linear 層にしてください</translation>
    </message>
    <message>
        <source>the model&apos;s output is {}, but it must be one number a class; end it with a Flatten and a Linear layer</source>
        <translation>モデルの出力が {} ですが、クラスごとに一つの数が必要です。最後を Flatten と Linear 層にしてください</translation>
    </message>
    <message>
        <source>it is nested too deeply</source>
        <translation>入れ子が深すぎます</translation>
    </message>
    <message>
        <source>an object has too many entries</source>
        <translation>オブジェクトの項目が多すぎます</translation>
    </message>
    <message>
        <source>an id is made of letters, digits, underscores and hyphens, with dots between its parts; choose another one</source>
        <translation>id に使えるのは英数字、下線、ハイフンと、区切りのピリオドです。別の id にしてください</translation>
    </message>
    <message>
        <source>“before” names a layer or group beside it; correct the name or leave it out</source>
        <translation>「before」には隣の層かグループの名前を書きます。名前を直すか、省いてください</translation>
    </message>
    <message>
        <source>“{}” is not a layer that can give a further answer; name another one or leave it out</source>
        <translation>「{}」は補助の出力にできる層ではありません。別の層を指定するか、省いてください</translation>
    </message>
    <message>
        <source>it must be a list of at most {} ids</source>
        <translation>最大 {} 個の id のリストでなければなりません</translation>
    </message>
    <message>
        <source>it has {} layers; at most {} are possible</source>
        <translation>層が {} あります。最大 {} までです</translation>
    </message>
    <message>
        <source>the name of a layer is made of letters, digits and underscores, with dots between its parts, and is not “input”; choose another one</source>
        <translation>層の名前には英数字と下線を使い、部分の間を点で区切ってください。「input」は使えません</translation>
    </message>
    <message>
        <source>two layers have this name; rename one of them</source>
        <translation>同じ名前の層が 2 つあります。一方の名前を変えてください</translation>
    </message>
    <message>
        <source>other names begin with this one as if it were a group; rename it</source>
        <translation>ほかの名前がこの名前をグループとして使っています。名前を変えてください</translation>
    </message>
    <message>
        <source>its connections run in a circle; remove one of them, so that the picture flows from the input to the output</source>
        <translation>接続が輪になっています。入力から出力へ流れるように、接続を 1 つ外してください</translation>
    </message>
    <message>
        <source>its input “{}” does not exist; connect it to another layer</source>
        <translation>入力「{}」がありません。別の層につないでください</translation>
    </message>
    <message>
        <source>{} takes one picture; remove a connection, or put an Add or a Concat before it</source>
        <translation>{} の入力は 1 つです。接続を 1 つ外すか、前に Add か Concat を置いてください</translation>
    </message>
    <message>
        <source>it has {} connections; at most {} are possible</source>
        <translation>接続が {} あります。最大 {} までです</translation>
    </message>
    <message>
        <source>an input is open; drag a wire to it from the layer before it</source>
        <translation>つながっていない入力があります。前の層から線を引いてください</translation>
    </message>
    <message>
        <source>nothing comes in; drag a wire to it from the layer before it</source>
        <translation>何も入力されていません。前の層から線を引いてください</translation>
    </message>
    <message>
        <source>there is no layer “{}”; put another one in its place</source>
        <translation>「{}」という層はありません。別の層に置き換えてください</translation>
    </message>
    <message>
        <source>“{}” has no valid value; enter one</source>
        <translation>「{}」の値が正しくありません。入力してください</translation>
    </message>
    <message>
        <source>the model is empty; put a layer between input and output</source>
        <translation>モデルが空です。入力と出力の間に層を置いてください</translation>
    </message>
    <message>
        <source>nothing gives the answer; drag a wire from the last layer to the output</source>
        <translation>答えを出す層がありません。最後の層から出力へ線を引いてください</translation>
    </message>
    <message>
        <source>a name is made of letters, digits and underscores, with dots between its parts, and is not “input”</source>
        <translation>名前には英数字と下線を使い、部分の間を点で区切ってください。「input」は使えません</translation>
    </message>
    <message>
        <source>there is something of this name already</source>
        <translation>この名前はすでに使われています</translation>
    </message>
    <message>
        <source>there is no such layer to connect</source>
        <translation>つなぐ層がありません</translation>
    </message>
    <message>
        <source>a wire from {} would run in a circle; connect it to a layer further on</source>
        <translation>{} からの線は輪になります。もっと後の層につないでください</translation>
    </message>
    <message>
        <source>it holds no layers</source>
        <translation>層が入っていません</translation>
    </message>
    <message>
        <source>it holds a layer that cannot be</source>
        <translation>ありえない層が入っています</translation>
    </message>
    <message>
        <source>no layer of the model can learn; add a Conv2d or a Linear layer</source>
        <translation>学習できる層がありません。Conv2d か Linear を加えてください</translation>
    </message>
    <message>
        <source>it must be a list of [key, x, y] within a million units</source>
        <translation>[キー, x, y] のリスト（絶対値は百万以下）でなければなりません</translation>
    </message>
    <message>
        <source>it must be true or false</source>
        <translation>true か false でなければなりません</translation>
    </message>
    <message>
        <source>it is not finished yet; open it in the composer of minarai-studio, solve its problems and save it again</source>
        <translation>まだ完成していません。minarai-studio の「組み立て」で開き、問題を直してから保存し直してください</translation>
    </message>
    <message>
        <source>it must be the name of an architecture, of letters, digits and underscores; correct it or leave it out</source>
        <translation>英数字とアンダースコアからなるアーキテクチャの名前でなければなりません。直すか省いてください</translation>
    </message>
    <message>
        <source>images have edges of at most {} pixels; make the input smaller</source>
        <translation>画像の一辺は {} ピクセルまでです。入力を小さくしてください</translation>
    </message>
    <message>
        <source>images have 3 channels (colour) or 1 (grey); give the input as many</source>
        <translation>画像のチャンネル数は 3（カラー）か 1（グレー）です。入力をそのどちらかにしてください</translation>
    </message>
</context>
<context>
    <name>Template</name>
    <message>
        <source>Head alone</source>
        <translation>ヘッドだけ</translation>
    </message>
    <message>
        <source>Mean colours and one linear layer: add what comes before.</source>
        <translation>色の平均と全結合層 1 つです。その前に層を足していきます。</translation>
    </message>
    <message>
        <source>Small CNN</source>
        <translation>小さな CNN</translation>
    </message>
    <message>
        <source>Three convolutions with pooling, as in a first tutorial.</source>
        <translation>畳み込みとプーリングが 3 組の、入門どおりの構成です。</translation>
    </message>
    <message>
        <source>Small residual network</source>
        <translation>小さな残差ネットワーク</translation>
    </message>
    <message>
        <source>Residual blocks with pooling between them.</source>
        <translation>残差ブロックの間にプーリングを置きます。</translation>
    </message>
    <message>
        <source>Small depthwise network</source>
        <translation>小さな深さ方向分離ネットワーク</translation>
    </message>
    <message>
        <source>Depthwise separable blocks and squeeze-excite: few parameters.</source>
        <translation>深さ方向分離畳み込みと Squeeze-and-Excitation で、パラメータが少なめです。</translation>
    </message>
</context>
<context>
    <name>Texts</name>
    <message>
        <source>Unreadable</source>
        <translation>読み込めない画像</translation>
    </message>
    <message>
        <source>Empty files</source>
        <translation>空のファイル</translation>
    </message>
    <message>
        <source>Wrong file ending</source>
        <translation>拡張子の誤り</translation>
    </message>
    <message>
        <source>Exact duplicates</source>
        <translation>完全な重複</translation>
    </message>
    <message>
        <source>Near duplicates</source>
        <translation>よく似た画像</translation>
    </message>
    <message>
        <source>Same image, two labels</source>
        <translation>同じ画像に別のラベル</translation>
    </message>
    <message>
        <source>Across splits</source>
        <translation>区分をまたぐ重複</translation>
    </message>
    <message>
        <source>Classes without images</source>
        <translation>画像のないクラス</translation>
    </message>
    <message>
        <source>Unreadable folders</source>
        <translation>読み込めないフォルダー</translation>
    </message>
    <message>
        <source>Links in a circle</source>
        <translation>循環するリンク</translation>
    </message>
    <message>
        <source>Unusual names</source>
        <translation>扱えない名前</translation>
    </message>
    <message>
        <source>Ignored files</source>
        <translation>無視したファイル</translation>
    </message>
    <message>
        <source>Run %1 · %2</source>
        <translation>学習 %1 · %2</translation>
    </message>
    <message>
        <source>running</source>
        <translation>実行中</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>interrupted in epoch %1 of %2</source>
        <translation>エポック %1/%2 の途中で中断</translation>
    </message>
    <message>
        <source>best %1 in epoch %2</source>
        <translation>最高 %1（エポック %2）</translation>
    </message>
    <message>
        <source>pausing…</source>
        <translation>一時停止待ち…</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>一時停止中</translation>
    </message>
    <message>
        <source>stopping…</source>
        <translation>停止処理中…</translation>
    </message>
    <message>
        <source>Training is done: validation accuracy %1 in epoch %2.</source>
        <translation>学習が終わりました。検証の正解率は %1（エポック %2）です。</translation>
    </message>
    <message>
        <source>Stopped early because it got no better: validation accuracy %1 in epoch %2.</source>
        <translation>検証の結果が改善しなくなったため、早期終了しました。検証の正解率は %1（エポック %2）です。</translation>
    </message>
    <message>
        <source>Stopped and saved. Best validation accuracy so far: %1 in epoch %2.</source>
        <translation>停止して保存しました。これまでの検証の正解率は最高 %1（エポック %2）です。</translation>
    </message>
    <message>
        <source>Stopped and saved before the first epoch was done.</source>
        <translation>最初のエポックが終わる前に停止し、保存しました。</translation>
    </message>
    <message>
        <source>The training failed.</source>
        <translation>学習に失敗しました。</translation>
    </message>
    <message>
        <source>Unusually small</source>
        <translation>極端に小さい画像</translation>
    </message>
    <message>
        <source>Unusually dark</source>
        <translation>極端に暗い画像</translation>
    </message>
    <message>
        <source>Unusually bright</source>
        <translation>極端に明るい画像</translation>
    </message>
    <message>
        <source>Unusually blurred</source>
        <translation>極端にぼけた画像</translation>
    </message>
    <message>
        <source>Uneven classes</source>
        <translation>クラスの偏り</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>GPU %1</source>
        <translation>GPU %1</translation>
    </message>
    <message>
        <source>over 9.9</source>
        <translation>9.9 超</translation>
    </message>
    <message>
        <source>%1 %2 · loss %3</source>
        <translation>%1 %2 · 損失 %3</translation>
    </message>
</context>
<context>
    <name>Transform</name>
    <message>
        <source>Brings the whole picture to a size, smoothly.</source>
        <translation>画像全体を滑らかに指定の大きさにします。</translation>
    </message>
    <message>
        <source>Cuts out the middle.</source>
        <translation>中央を切り出します。</translation>
    </message>
    <message>
        <source>Cuts out a part of fixed size at a random place.</source>
        <translation>決まった大きさの部分をランダムな位置から切り出します。</translation>
    </message>
    <message>
        <source>Cuts out a random part and enlarges it: things appear at many sizes and places.</source>
        <translation>ランダムな部分を切り出して拡大します。物がさまざまな大きさと位置で現れます。</translation>
    </message>
    <message>
        <source>Mirrors left and right; not for letters or digits.</source>
        <translation>左右を反転します。文字や数字には向きません。</translation>
    </message>
    <message>
        <source>Turns upside down; for pictures without an up, such as cells.</source>
        <translation>上下を反転します。細胞のように上下のない画像に使います。</translation>
    </message>
    <message>
        <source>Turns the picture by a random angle.</source>
        <translation>ランダムな角度だけ回転します。</translation>
    </message>
    <message>
        <source>Turns, shifts, scales and shears in one go.</source>
        <translation>回転・移動・拡大縮小・せん断を一度に行います。</translation>
    </message>
    <message>
        <source>Tilts the picture as if it were seen from aside.</source>
        <translation>斜めから見たように傾けます。</translation>
    </message>
    <message>
        <source>Small shifts, scalings and turns, with mirrored borders.</source>
        <translation>小さな移動・拡大縮小・回転を行い、縁は鏡像で補います。</translation>
    </message>
    <message>
        <source>Changes brightness, contrast, saturation and hue, as light and cameras do.</source>
        <translation>照明やカメラの違いのように、明るさ・コントラスト・彩度・色相を変えます。</translation>
    </message>
    <message>
        <source>Removes the colours.</source>
        <translation>色をなくします。</translation>
    </message>
    <message>
        <source>Removes the colours now and then, so that shape counts.</source>
        <translation>ときどき色をなくし、形を重視させます。</translation>
    </message>
    <message>
        <source>Stretches the contrast to the full range.</source>
        <translation>コントラストを最大の範囲まで広げます。</translation>
    </message>
    <message>
        <source>Spreads the brightness evenly over the range.</source>
        <translation>明るさを範囲全体に均等に広げます。</translation>
    </message>
    <message>
        <source>Leaves only a few levels of each colour.</source>
        <translation>各色を数段階だけにします。</translation>
    </message>
    <message>
        <source>Inverts everything above a brightness.</source>
        <translation>ある明るさより上を反転します。</translation>
    </message>
    <message>
        <source>Inverts the colours.</source>
        <translation>色を反転します。</translation>
    </message>
    <message>
        <source>Blurs by a random amount, as focus and motion do.</source>
        <translation>ピントや動きのぶれのように、ランダムな強さでぼかします。</translation>
    </message>
    <message>
        <source>Makes the picture sharper or softer.</source>
        <translation>画像を鋭く、または柔らかくします。</translation>
    </message>
    <message>
        <source>Covers a random box, so that no single part decides.</source>
        <translation>ランダムな四角形を隠し、一部分だけで判断させないようにします。</translation>
    </message>
    <message>
        <source>Covers several small boxes, so that no single part decides.</source>
        <translation>小さな四角形をいくつか隠し、一部分だけで判断させないようにします。</translation>
    </message>
    <message>
        <source>Pairs of changes that were found by search, on ImageNet or CIFAR-10.</source>
        <translation>ImageNet や CIFAR-10 での探索で見つかった変換の組です。</translation>
    </message>
    <message>
        <source>A few random changes of one strength: two numbers to set.</source>
        <translation>同じ強さのランダムな変換をいくつか行います。設定は 2 つの数だけです。</translation>
    </message>
    <message>
        <source>One random change of random strength: nothing to set.</source>
        <translation>ランダムな強さの変換を 1 つ行います。設定は不要です。</translation>
    </message>
    <message>
        <source>Mixes several changed copies, against disturbed pictures.</source>
        <translation>変換した複数の画像を混ぜ、乱れた画像に強くします。</translation>
    </message>
    <message>
        <source>Size and crop</source>
        <translation>大きさと切り出し</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>色</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>鮮明さ</translation>
    </message>
    <message>
        <source>Covering</source>
        <translation>遮蔽</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自動</translation>
    </message>
</context>
<context>
    <name>Weights</name>
    <message>
        <source>it is not a file</source>
        <translation>ファイルではありません</translation>
    </message>
    <message>
        <source>it is cut off; copy or download it again</source>
        <translation>途中で切れています。もう一度コピーかダウンロードをしてください</translation>
    </message>
    <message>
        <source> and {} more</source>
        <translation> ほか {} 個</translation>
    </message>
    <message>
        <source>{} ({} instead of {})</source>
        <translation>{}（{}、必要なのは {}）</translation>
    </message>
    <message>
        <source>missing: </source>
        <translation>足りないもの：</translation>
    </message>
    <message>
        <source>not in the model: </source>
        <translation>モデルにないもの：</translation>
    </message>
    <message>
        <source>of another shape: </source>
        <translation>形状が違うもの：</translation>
    </message>
    <message>
        <source>{}; no tensor fits: choose other weights</source>
        <translation>{}。合うテンソルが 1 つもありません。ほかの重みを選んでください</translation>
    </message>
    <message>
        <source>{}; they are made for images of {} px: set the size to {}</source>
        <translation>{}。これは {} px の画像用の重みです。サイズを {} にしてください</translation>
    </message>
    <message>
        <source>{}; choose the weights of this architecture, or take what fits</source>
        <translation>{}。このアーキテクチャの重みを選ぶか、合うものだけを使ってください</translation>
    </message>
    <message>
        <source>{}; choose the weights of this architecture</source>
        <translation>{}。このアーキテクチャの重みを選んでください</translation>
    </message>
    <message>
        <source>it contains no state dict; save model.state_dict() in PyTorch</source>
        <translation>state dict がありません。PyTorch で model.state_dict() を保存してください</translation>
    </message>
    <message>
        <source>it is a zip archive, but not one of PyTorch</source>
        <translation>zip ファイルですが、PyTorch のものではありません</translation>
    </message>
    <message>
        <source>it was written on a computer with another byte order</source>
        <translation>バイト順の違うコンピューターで書かれています</translation>
    </message>
    <message>
        <source>the data of a tensor is missing or has another size</source>
        <translation>テンソルのデータがないか、大きさが違います</translation>
    </message>
    <message>
        <source>it is a pickle, but not one of PyTorch</source>
        <translation>pickle ですが、PyTorch のものではありません</translation>
    </message>
    <message>
        <source>it is empty or cut off; copy or download it again</source>
        <translation>空か、途中で切れています。もう一度コピーかダウンロードをしてください</translation>
    </message>
    <message>
        <source>it is neither a PyTorch file (.pth, .pt) nor a .safetensors file</source>
        <translation>PyTorch のファイル（.pth、.pt）でも .safetensors ファイルでもありません</translation>
    </message>
    <message>
        <source>its header is damaged; copy or download it again</source>
        <translation>ヘッダーが壊れています。もう一度コピーかダウンロードをしてください</translation>
    </message>
    <message>
        <source>it contains numbers of a type that is not known; save it again as float32</source>
        <translation>知らない型の数が入っています。float32 で保存し直してください</translation>
    </message>
    <message>
        <source>it contains no tensors</source>
        <translation>テンソルが入っていません</translation>
    </message>
    <message>
        <source>its list of tensors is damaged; copy or download it again</source>
        <translation>テンソルの一覧が壊れています。もう一度コピーかダウンロードをしてください</translation>
    </message>
    <message>
        <source>it contains far more values than weights need</source>
        <translation>重みに必要な数をはるかに超える値が入っています</translation>
    </message>
    <message>
        <source>a tensor claims to be larger than its data</source>
        <translation>データより大きいと称するテンソルがあります</translation>
    </message>
    <message>
        <source>it was written by a version of PyTorch before 0.4; load it in PyTorch and save it again</source>
        <translation>PyTorch 0.4 より前の版で書かれています。PyTorch で読み込んで保存し直してください</translation>
    </message>
    <message>
        <source>the archive is damaged; copy or download it again</source>
        <translation>ファイルが壊れています。もう一度コピーかダウンロードをしてください</translation>
    </message>
    <message>
        <source>its end is missing; copy or download it again</source>
        <translation>終わりが欠けています。もう一度コピーかダウンロードをしてください</translation>
    </message>
    <message>
        <source>it is a TorchScript program; load it in PyTorch and save its state_dict()</source>
        <translation>TorchScript のプログラムです。PyTorch で読み込み、state_dict() を保存してください</translation>
    </message>
    <message>
        <source>its parts are compressed or encrypted, which PyTorch never does; load it in PyTorch and save it again</source>
        <translation>PyTorch では行わない圧縮か暗号化がされています。PyTorch で読み込んで保存し直してください</translation>
    </message>
</context>
<context>
    <name>Zoo</name>
    <message>
        <source>Five convolutions and three large linear layers, in the slimmer form of 2014.</source>
        <translation>畳み込み 5 層と大きな全結合 3 層の、2014 年の軽い形です。</translation>
    </message>
    <message>
        <source>The network that began the deep learning of images, with its 96 first filters.</source>
        <translation>画像の深層学習の始まりとなった、最初の層が 96 フィルターのネットワークです。</translation>
    </message>
    <message>
        <source>Small and quick, made for telephones: good on a computer without a graphics card.</source>
        <translation>携帯電話向けの小さく速いネットワークです。グラフィックスカードのないコンピューターに向いています。</translation>
    </message>
    <message>
        <source>Residual blocks with shortcuts: the sturdy choice to begin with.</source>
        <translation>ショートカットのある残差ブロックでできた、最初に選んで間違いのないネットワークです。</translation>
    </message>
    <message>
        <source>Deep residual network of bottleneck blocks: accurate, but slower.</source>
        <translation>ボトルネックブロックの深い残差ネットワークです。正確ですが時間がかかります。</translation>
    </message>
    <message>
        <source>Residual network with grouped convolutions: more accurate for its size.</source>
        <translation>グループ化畳み込みの残差ネットワークです。大きさの割に正確です。</translation>
    </message>
    <message>
        <source>Residual network with wider bottlenecks: accurate and large.</source>
        <translation>ボトルネックを広げた残差ネットワークです。正確で大きめです。</translation>
    </message>
    <message>
        <source>As good as AlexNet with a fiftieth of its parameters.</source>
        <translation>AlexNet の 50 分の 1 のパラメータで同じくらいの性能です。</translation>
    </message>
    <message>
        <source>The first convolutional network in wide use, made for handwritten digits.</source>
        <translation>手書き数字のために作られ、初めて広く使われた畳み込みネットワークです。</translation>
    </message>
    <message>
        <source>Three convolutions and two linear layers for small pictures.</source>
        <translation>小さな画像のための、畳み込み 3 層と全結合 2 層のネットワークです。</translation>
    </message>
    <message>
        <source>Two convolutions and two linear layers for small pictures of faces.</source>
        <translation>小さな顔画像のための、畳み込み 2 層と全結合 2 層です。</translation>
    </message>
    <message>
        <source>Small convolutions one after another: simple, large and slow.</source>
        <translation>小さな畳み込みを重ねた、単純で大きく遅いネットワークです。</translation>
    </message>
    <message>
        <source>VGG with batch normalisation, which trains more easily.</source>
        <translation>バッチ正規化を加えて学習しやすくした VGG です。</translation>
    </message>
    <message>
        <source>Convolutions arranged as in a transformer: very accurate when it starts from pretrained weights.</source>
        <translation>トランスフォーマーのように組んだ畳み込みです。学習済みの重みから始めると非常に高精度です。</translation>
    </message>
    <message>
        <source>Every layer sees the maps of all layers before it: few parameters, much memory.</source>
        <translation>どの層も、前のすべての層のマップを見ます。パラメータは少なく、メモリは多く使います。</translation>
    </message>
    <message>
        <source>Depth, width and picture grow together: accurate for its cost.</source>
        <translation>深さ・幅・画像サイズをそろえて大きくします。計算量のわりに高精度です。</translation>
    </message>
    <message>
        <source>EfficientNet made quicker to train by fused convolutions.</source>
        <translation>畳み込みをまとめて、学習を速くした EfficientNet です。</translation>
    </message>
    <message>
        <source>Branches of several kernel sizes side by side: small and good.</source>
        <translation>カーネルサイズの違う枝を並べます。小さくて優秀です。</translation>
    </message>
    <message>
        <source>Inception with factored convolutions, made for pictures of 299 px.</source>
        <translation>畳み込みを分解した Inception です。299 px の画像向けです。</translation>
    </message>
    <message>
        <source>Convolution, attention in windows and attention over a grid in turn; needs pictures of a multiple of 224 px.</source>
        <translation>畳み込み、ウィンドウのアテンション、格子のアテンションを交互に使います。224 px の倍数の画像が必要です。</translation>
    </message>
    <message>
        <source>MobileNet found by search, with squeeze-and-excitation: quick and small.</source>
        <translation>探索で見つけた MobileNet です。SE ブロック付きで、速くて小さいです。</translation>
    </message>
    <message>
        <source>Found by a search that measured the time on a telephone.</source>
        <translation>携帯電話での実行時間を測りながら探索したモデルです。</translation>
    </message>
    <message>
        <source>A simple rule for widths found by studying thousands of networks.</source>
        <translation>何千ものネットワークを調べて得た、単純な幅の規則に従います。</translation>
    </message>
    <message>
        <source>RegNet with squeeze-and-excitation: a little more accurate.</source>
        <translation>SE ブロック付きの RegNet です。少し精度が上がります。</translation>
    </message>
    <message>
        <source>Works on half of the channels and shuffles them: one of the quickest.</source>
        <translation>チャンネルの半分だけを計算して並べ替えます。最も速いモデルの一つです。</translation>
    </message>
    <message>
        <source>A transformer that looks through shifted windows: strong with pretrained weights.</source>
        <translation>ずらしたウィンドウで見るトランスフォーマーです。学習済みの重みで力を発揮します。</translation>
    </message>
    <message>
        <source>Swin with cosine attention and positions that fit other sizes.</source>
        <translation>コサインアテンションを使い、ほかの画像サイズにもなじむ Swin です。</translation>
    </message>
    <message>
        <source>height and width must be multiples of its patches of {}×{}</source>
        <translation>高さと幅は、パッチ {}×{} の倍数でなければなりません</translation>
    </message>
    <message>
        <source>A transformer over patches of the picture: needs pretrained weights and a strong computer.</source>
        <translation>画像のパッチを扱うトランスフォーマーです。学習済みの重みと高性能なコンピューターが必要です。</translation>
    </message>
</context>
<context>
    <name>minarai::download::Transfer</name>
    <message>
        <source>it is being downloaded already</source>
        <translation>すでにダウンロード中です</translation>
    </message>
    <message>
        <source>it has %1 bytes instead of about %2</source>
        <translation>%1 バイトですが、約 %2 バイトのはずです</translation>
    </message>
    <message>
        <source>it is larger than %1 bytes</source>
        <translation>%1 バイトを超えています</translation>
    </message>
    <message>
        <source>the server sends another part than asked</source>
        <translation>サーバーが、求めた部分とは違うデータを送ってきました</translation>
    </message>
    <message>
        <source>the server stopped sending</source>
        <translation>サーバーからの送信が止まりました</translation>
    </message>
    <message>
        <source>the server answered %1 %2</source>
        <translation>サーバーの応答は %1 %2 でした</translation>
    </message>
    <message>
        <source>the connection was cut after %1 of %2 bytes; what has arrived is kept</source>
        <translation>%2 バイト中 %1 バイトで接続が切れました。届いた分は保存してあります</translation>
    </message>
    <message>
        <source>its content is another one: the SHA-256 should begin with %1</source>
        <translation>内容が違います。SHA-256 は %1 で始まるはずです</translation>
    </message>
</context>
<context>
    <name>minarai::studio::Actions</name>
    <message>
        <source>Open folder…</source>
        <translation>フォルダーを開く…</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>サンプルを試す</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>データ</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>学習</translation>
    </message>
    <message>
        <source>Predict</source>
        <translation>予測</translation>
    </message>
    <message>
        <source>Narrow sidebar</source>
        <translation>サイドバーを折りたたむ</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>検索</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>学習を始める</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>一時停止</translation>
    </message>
    <message>
        <source>Stop after this epoch</source>
        <translation>このエポックで停止</translation>
    </message>
    <message>
        <source>Stop now</source>
        <translation>今すぐ停止</translation>
    </message>
    <message>
        <source>Choose images…</source>
        <translation>画像を選ぶ…</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>貼り付け</translation>
    </message>
    <message>
        <source>Save as CSV…</source>
        <translation>CSV に保存…</translation>
    </message>
    <message>
        <source>Clear the list</source>
        <translation>一覧を空にする</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>キーボード ショートカット</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全画面表示</translation>
    </message>
    <message>
        <source>About Minarai</source>
        <translation>Minarai について</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>終了</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>全般</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>画像</translation>
    </message>
    <message>
        <source>Arrow keys</source>
        <translation>矢印キー</translation>
    </message>
    <message>
        <source>Next and previous image</source>
        <translation>前後の画像へ移動</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Look at it large</source>
        <translation>大きく見る</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>Ctrl++ and Ctrl+-</source>
        <translation>Ctrl++, Ctrl+-</translation>
    </message>
    <message>
        <source>Larger and smaller thumbnails</source>
        <translation>サムネイルの拡大と縮小</translation>
    </message>
    <message>
        <source>Zoom in, out, fit, actual size</source>
        <translation>拡大、縮小、全体、実寸</translation>
    </message>
    <message>
        <source>Pause or resume</source>
        <translation>一時停止と再開</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>グラフ</translation>
    </message>
    <message>
        <source>Read the curve, move in the matrix</source>
        <translation>曲線の値を 1 点ずつ表示、混同行列のセルを移動</translation>
    </message>
    <message>
        <source>+ and -</source>
        <translation>+, -</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>拡大と縮小</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Home</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>全体を表示</translation>
    </message>
    <message>
        <source>Show the images of a matrix cell</source>
        <translation>混同行列のセルの画像を表示</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Compose</source>
        <translation>組み立て</translation>
    </message>
    <message>
        <source>Along the wires; Tab goes through all layers</source>
        <translation>線に沿って移動（Tab ですべての層を順に）</translation>
    </message>
    <message>
        <source>Find a layer and put it after the selected one</source>
        <translation>層を探して、選んだ層の後に入れる</translation>
    </message>
    <message>
        <source>Edit the chosen layer</source>
        <translation>選んだ層を編集</translation>
    </message>
    <message>
        <source>Connect: go to the target, then Enter</source>
        <translation>接続（つなぐ先へ移動して Enter）</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Space</translation>
    </message>
    <message>
        <source>Open or collapse a block</source>
        <translation>ブロックを展開・折りたたむ</translation>
    </message>
    <message>
        <source>How the layer learns; freeze up to it</source>
        <translation>層の学習のしかた、その層まで凍結</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>複製</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>移動</translation>
    </message>
    <message>
        <source>+, - and 0</source>
        <translation>+, -, 0</translation>
    </message>
    <message>
        <source>Zoom in, out, fit</source>
        <translation>拡大、縮小、全体表示</translation>
    </message>
    <message>
        <source>Next and previous architecture</source>
        <translation>前・次のアーキテクチャ</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>このモデルを使う</translation>
    </message>
    <message>
        <source>Freeze a layer or set its learning rate</source>
        <translation>層を凍結、または学習率を設定</translation>
    </message>
    <message>
        <source>Open run…</source>
        <translation>学習記録を開く…</translation>
    </message>
    <message>
        <source>Import a data set…</source>
        <translation>データセットを取り込む…</translation>
    </message>
    <message>
        <source>Augment</source>
        <translation>データ拡張</translation>
    </message>
    <message>
        <source>Add to queue</source>
        <translation>キューに追加</translation>
    </message>
    <message>
        <source>1 to 9, 0</source>
        <translation>1〜9, 0</translation>
    </message>
    <message>
        <source>Give the selected images this class</source>
        <translation>選択した画像にその番号のクラスを付ける</translation>
    </message>
    <message>
        <source>Choose the class from the list</source>
        <translation>一覧からクラスを選ぶ</translation>
    </message>
    <message>
        <source>Exclude or include</source>
        <translation>除外する・戻す</translation>
    </message>
    <message>
        <source>N and P</source>
        <translation>N, P</translation>
    </message>
    <message>
        <source>Next and previous problem</source>
        <translation>次・前の問題</translation>
    </message>
    <message>
        <source>Keep this one of look-alikes</source>
        <translation>似た画像のうちこれを残す</translation>
    </message>
    <message>
        <source>Ctrl+Z and Ctrl+Shift+Z</source>
        <translation>Ctrl+Z, Ctrl+Shift+Z</translation>
    </message>
    <message>
        <source>Undo and redo</source>
        <translation>元に戻す・やり直す</translation>
    </message>
    <message>
        <source>Add a step</source>
        <translation>変換を追加</translation>
    </message>
    <message>
        <source>Up and Down</source>
        <translation>上下キー</translation>
    </message>
    <message>
        <source>Next and previous step</source>
        <translation>前・次の変換</translation>
    </message>
    <message>
        <source>Move the step</source>
        <translation>変換を移動</translation>
    </message>
    <message>
        <source>Switch the step on or off</source>
        <translation>変換のオン・オフ</translation>
    </message>
    <message>
        <source>Edit the step; Esc goes back to it</source>
        <translation>変換を編集（Esc で戻る）</translation>
    </message>
    <message>
        <source>Duplicate or remove the step</source>
        <translation>変換を複製・削除</translation>
    </message>
    <message>
        <source>Undo, redo</source>
        <translation>元に戻す・やり直す</translation>
    </message>
    <message>
        <source>Random image, next image, new seed</source>
        <translation>ランダムな画像・次の画像・新しいシード</translation>
    </message>
    <message>
        <source>Save the pipeline</source>
        <translation>パイプラインを保存</translation>
    </message>
    <message>
        <source>Copy torchvision code</source>
        <translation>torchvision のコードをコピー</translation>
    </message>
    <message>
        <source>Arrow keys, Home, End</source>
        <translation>矢印キー, Home, End</translation>
    </message>
    <message>
        <source>Time machine: earlier and later epochs</source>
        <translation>タイムマシン：前後のエポックへ移動</translation>
    </message>
    <message>
        <source>Alt+Up, Alt+Down, Del</source>
        <translation>Alt+↑, Alt+↓, Del</translation>
    </message>
    <message>
        <source>Move or remove a run of the queue</source>
        <translation>キューの学習を移動・削除</translation>
    </message>
    <message>
        <source>Read the folder again</source>
        <translation>フォルダーを読み直す</translation>
    </message>
    <message>
        <source>Export cleaned copy…</source>
        <translation>整理済みのコピーを書き出す…</translation>
    </message>
    <message>
        <source>Choose several layers</source>
        <translation>複数の層を選ぶ</translation>
    </message>
    <message>
        <source>Choose a wire to cut (Del) or fill (/)</source>
        <translation>線を選ぶ（Del で切る、/ で層を入れる）</translation>
    </message>
    <message>
        <source>W or 1 to 9</source>
        <translation>W, 1〜9</translation>
    </message>
    <message>
        <source>While connecting: an input of the target</source>
        <translation>接続中：つなぐ先の入力を選ぶ</translation>
    </message>
</context>
<context>
    <name>minarai::studio::AdvicePanel</name>
    <message>
        <source>The network sees the large class more often and leans towards it. One of these is enough; the next training uses it.</source>
        <translation>ネットワークは大きいクラスをより多く見るため、そちらへ偏ります。どちらか 1 つで十分です。次の学習から有効になります。</translation>
    </message>
    <message>
        <source>The network would have an answer that it never learns. Put images into the folder or remove it, then read the folder again with F5.</source>
        <translation>学習されることのないクラスがネットワークに残ります。フォルダーに画像を入れるか、フォルダーを取り除いてから、F5 で読み直してください。</translation>
    </message>
    <message>
        <source>Its images are missing here. Allow your user to read the folder, then read it again with F5.</source>
        <translation>中の画像はここに含まれていません。フォルダーの読み取りを許可してから、F5 で読み直してください。</translation>
    </message>
    <message>
        <source>The link leads back to a folder above it and is passed over. Nothing is lost; remove the link if it is not wanted.</source>
        <translation>リンクが上のフォルダーへ戻るため、読み飛ばしました。失われたものはありません。不要ならリンクを取り除いてください。</translation>
    </message>
    <message>
        <source>Give it another name in your file manager, then read the folder again with F5.</source>
        <translation>ファイルマネージャーで名前を変えてから、F5 で読み直してください。</translation>
    </message>
    <message>
        <source>✓ The classes are even enough now.</source>
        <translation>✓ クラスの偏りは問題ない程度になりました。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Each class is drawn equally often: images of small classes repeat</source>
        <translation>どのクラスも同じ頻度で抽出します。小さいクラスの画像は繰り返し使われます。</translation>
    </message>
    <message>
        <source>Mistakes with small classes count more in the loss</source>
        <translation>小さいクラスの間違いを損失で重く数えます。</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>フォルダーで表示</translation>
    </message>
    <message>
        <source>✓ The next training samples all classes equally.</source>
        <translation>✓ 次の学習ではすべてのクラスを均等にサンプリングします。</translation>
    </message>
    <message>
        <source>✓ The next training weights the classes.</source>
        <translation>✓ 次の学習ではクラスに重みを付けます。</translation>
    </message>
    <message>
        <source>Balanced sampling</source>
        <translation>均等サンプリング</translation>
    </message>
    <message>
        <source>Class weights</source>
        <translation>クラスの重み</translation>
    </message>
</context>
<context>
    <name>minarai::studio::AnswerPanel</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1, weights of epoch %2</source>
        <translation>%1、エポック %2 の重み</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>予測なし</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>予測しています…</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>予測結果</translation>
    </message>
    <message>
        <source>confidence</source>
        <translation>確信度</translation>
    </message>
    <message>
        <source>Most probable classes</source>
        <translation>確率の高いクラス</translation>
    </message>
    <message>
        <source>top %1 of %2 classes</source>
        <translation>%2 クラス中の上位 %1 件</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>確信度 低</translation>
    </message>
    <message>
        <source>one image, with preparation</source>
        <translation>処理時間（1 枚）</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>一覧から外す</translation>
    </message>
    <message>
        <source>The file stays where it is</source>
        <translation>ファイルはそのまま残ります。</translation>
    </message>
</context>
<context>
    <name>minarai::studio::AugmentAddList</name>
    <message>
        <source>No transform matches.</source>
        <translation>一致する変換がありません。</translation>
    </message>
    <message>
        <source>Add a step</source>
        <translation>変換を追加</translation>
    </message>
    <message>
        <source>Find a transform</source>
        <translation>変換を探す</translation>
    </message>
    <message>
        <source>Transforms</source>
        <translation>変換</translation>
    </message>
</context>
<context>
    <name>minarai::studio::AugmentCards</name>
    <message>
        <source>Acts on the finished tensor, after all other steps.</source>
        <translation>ほかのすべての変換のあと、完成したテンソルに作用します。</translation>
    </message>
    <message>
        <source>→ %1, normalised: what the network gets</source>
        <translation>→ %1（正規化済み）：ネットワークへの入力</translation>
    </message>
    <message>
        <source>→ %1: what the network gets</source>
        <translation>→ %1：ネットワークへの入力</translation>
    </message>
    <message>
        <source>custom</source>
        <translation>カスタム</translation>
    </message>
    <message>
        <source>Presets: none, standard or strong; custom is your own</source>
        <translation>プリセット：なし、標準、強い。カスタムは自分で作ったものです。</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>プリセット</translation>
    </message>
    <message>
        <source>Pipeline</source>
        <translation>パイプライン</translation>
    </message>
    <message>
        <source>Add a step</source>
        <translation>変換を追加</translation>
    </message>
    <message>
        <source>Choose a transform</source>
        <translation>変換を選びます</translation>
    </message>
    <message>
        <source>There are no steps: images are only brought to size.</source>
        <translation>変換がありません。画像の大きさだけを合わせます。</translation>
    </message>
    <message>
        <source>Mixing within a batch</source>
        <translation>バッチ内での混合</translation>
    </message>
    <message>
        <source>Steps of the pipeline</source>
        <translation>パイプラインの変換</translation>
    </message>
</context>
<context>
    <name>minarai::studio::AugmentDocument</name>
    <message>
        <source>Preset</source>
        <translation>プリセット</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 を開く</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>%1 を追加</translation>
    </message>
    <message>
        <source>Duplicate %1</source>
        <translation>%1 を複製</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 を削除</translation>
    </message>
    <message>
        <source>Move %1</source>
        <translation>%1 を移動</translation>
    </message>
    <message>
        <source>Switch on %1</source>
        <translation>%1 をオン</translation>
    </message>
    <message>
        <source>Switch off %1</source>
        <translation>%1 をオフ</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>%1 を変更</translation>
    </message>
</context>
<context>
    <name>minarai::studio::AugmentPage</name>
    <message>
        <source>Variant %1</source>
        <translation>バリエーション %1</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>元に戻す：%1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>やり直す：%1</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>やり直す</translation>
    </message>
    <message>
        <source>The steps of “%1” are open. Its Normalize is left out: mean and deviation belong to the network.</source>
        <translation>「%1」の変換を開きました。Normalize は取り込みません。平均と標準偏差はネットワークで決まります。</translation>
    </message>
    <message>
        <source>Saved as “%1”.</source>
        <translation>「%1」として保存しました。</translation>
    </message>
    <message>
        <source>Open a pipeline</source>
        <translation>パイプラインを開く</translation>
    </message>
    <message>
        <source>Pipelines (*.json)</source>
        <translation>パイプライン (*.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>すべてのファイル (*)</translation>
    </message>
    <message>
        <source>Save the pipeline</source>
        <translation>パイプラインを保存</translation>
    </message>
    <message>
        <source>The pipeline is in the clipboard as torchvision code.</source>
        <translation>パイプラインを torchvision のコードとしてクリップボードにコピーしました。</translation>
    </message>
    <message>
        <source>Train…</source>
        <translation>学習に進む</translation>
    </message>
    <message>
        <source>Go to training</source>
        <translation>学習のページへ</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>開く…</translation>
    </message>
    <message>
        <source>Open a pipeline file</source>
        <translation>パイプラインのファイルを開きます。</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Save the pipeline as a file</source>
        <translation>パイプラインをファイルに保存します</translation>
    </message>
    <message>
        <source>Copy torchvision code</source>
        <translation>torchvision のコードをコピー</translation>
    </message>
    <message>
        <source>The same pipeline in Python, for the clipboard</source>
        <translation>同じパイプラインを Python のコードでクリップボードへ</translation>
    </message>
    <message>
        <source>See your images as the network will</source>
        <translation>ネットワークが見る画像を確かめる</translation>
    </message>
    <message>
        <source>Open a folder of images: its pictures appear here in 16 variants, with the steps that make them.</source>
        <translation>画像のフォルダーを開くと、画像の 16 通りのバリエーションと、それを作る変換がここに表示されます。</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>サンプルを試す</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>フォルダーを開く…</translation>
    </message>
    <message>
        <source>Another image</source>
        <translation>別の画像</translation>
    </message>
</context>
<context>
    <name>minarai::studio::AugmentPreviewPanel</name>
    <message>
        <source>working…</source>
        <translation>処理中…</translation>
    </message>
    <message>
        <source>Reading the image…</source>
        <translation>画像を読み込んでいます…</translation>
    </message>
    <message numerus="yes">
        <source>%n images</source>
        <translation>
            <numerusform>%n 枚</numerusform>
        </translation>
    </message>
    <message>
        <source>Epoch %1</source>
        <translation>エポック %1</translation>
    </message>
    <message>
        <source>Variant %1: %2</source>
        <translation>バリエーション %1：%2</translation>
    </message>
    <message>
        <source>This image cannot be read</source>
        <translation>この画像は読み込めません</translation>
    </message>
    <message>
        <source>as in the first epoch</source>
        <translation>最初のエポックでの様子</translation>
    </message>
    <message>
        <source>one batch, mixed</source>
        <translation>混合した 1 バッチ</translation>
    </message>
    <message>
        <source>nothing is mixed: raise Mixup or CutMix</source>
        <translation>混合はありません。Mixup か CutMix を上げてください。</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>プレビュー</translation>
    </message>
    <message>
        <source>One image</source>
        <translation>1 枚</translation>
    </message>
    <message>
        <source>Many</source>
        <translation>複数枚</translation>
    </message>
    <message>
        <source>Mixed</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>One image in 16 epochs, many images in one, or a batch with Mixup or CutMix</source>
        <translation>1 枚の画像の 16 エポック分、複数枚の画像の 1 エポック分、または Mixup や CutMix をしたバッチ</translation>
    </message>
    <message>
        <source>random</source>
        <translation>ランダム</translation>
    </message>
    <message>
        <source>Another image by chance</source>
        <translation>別の画像をランダムに選びます</translation>
    </message>
    <message>
        <source>next</source>
        <translation>次へ</translation>
    </message>
    <message>
        <source>The next image</source>
        <translation>次の画像</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>シード</translation>
    </message>
    <message>
        <source>The same seed gives the same variants: those that a run with this seed sees in its first 16 epochs</source>
        <translation>同じシードなら同じバリエーションになります。このシードの学習が最初の 16 エポックで見る画像です。</translation>
    </message>
    <message>
        <source>new</source>
        <translation>振り直す</translation>
    </message>
    <message>
        <source>A new seed: other variants</source>
        <translation>新しいシードで別のバリエーションにします</translation>
    </message>
    <message>
        <source>New seed</source>
        <translation>新しいシード</translation>
    </message>
    <message>
        <source>Back to the seed of the run</source>
        <translation>学習のシードに戻します</translation>
    </message>
    <message>
        <source>Variants</source>
        <translation>バリエーション</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>画像</translation>
    </message>
    <message>
        <source>Images to choose from</source>
        <translation>選べる画像</translation>
    </message>
    <message>
        <source>No preview of this image</source>
        <translation>この画像のプレビューはありません。</translation>
    </message>
    <message>
        <source>one batch, mixed with λ %1</source>
        <translation>混合した 1 バッチ（λ %1）</translation>
    </message>
</context>
<context>
    <name>minarai::studio::AugmentRow</name>
    <message numerus="yes">
        <source>custom (%n steps)</source>
        <translation>
            <numerusform>カスタム（変換 %n 個）</numerusform>
        </translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>データ拡張</translation>
    </message>
    <message>
        <source>How training images are varied. Validation images are never varied.</source>
        <translation>学習画像をどう変化させるかです。検証画像は変化させません。</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>編集</translation>
    </message>
    <message>
        <source>Look at the variants and change the steps on the Augment page</source>
        <translation>データ拡張のページで結果を見ながら変換を変えます。</translation>
    </message>
    <message>
        <source>Edit the augmentation</source>
        <translation>データ拡張を編集</translation>
    </message>
</context>
<context>
    <name>minarai::studio::AugmentSession</name>
    <message>
        <source>the own pipeline</source>
        <translation>自分のパイプライン</translation>
    </message>
</context>
<context>
    <name>minarai::studio::AugmentVariantPanel</name>
    <message>
        <source>Before and after</source>
        <translation>変換の前と後</translation>
    </message>
    <message>
        <source>The image</source>
        <translation>元の画像</translation>
    </message>
    <message>
        <source>What the network sees</source>
        <translation>ネットワークが見る画像</translation>
    </message>
    <message>
        <source>Drawn for this variant</source>
        <translation>乱数で決まった値</translation>
    </message>
    <message>
        <source>The image before</source>
        <translation>変換前の画像</translation>
    </message>
    <message>
        <source>Choose a variant to look into it</source>
        <translation>バリエーションを選んでください。</translation>
    </message>
    <message>
        <source>This image cannot be read</source>
        <translation>この画像は読み込めません</translation>
    </message>
    <message>
        <source>epoch %1</source>
        <translation>エポック %1</translation>
    </message>
    <message>
        <source>λ %1: %2</source>
        <translation>λ %1：%2</translation>
    </message>
    <message>
        <source>nothing: no step is on</source>
        <translation>なし（オンの変換がありません）</translation>
    </message>
    <message>
        <source>%1×%2×%3 · values %4 to %5
mean %6 · deviation %7</source>
        <translation>%1×%2×%3 · 値 %4 〜 %5
平均 %6 · 標準偏差 %7</translation>
    </message>
    <message>
        <source>The image that is mixed in</source>
        <translation>混ぜる画像</translation>
    </message>
    <message>
        <source>The two images</source>
        <translation>元の 2 枚の画像</translation>
    </message>
</context>
<context>
    <name>minarai::studio::ComposerDocument</name>
    <message>
        <source>Insert %1</source>
        <translation>%1 を挿入</translation>
    </message>
    <message>
        <source>Connect the output</source>
        <translation>出力を接続</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>接続</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>切り離し</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>複製</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>貼り付け</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>名前の変更</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>%1 の変更</translation>
    </message>
    <message>
        <source>Change the input</source>
        <translation>入力の変更</translation>
    </message>
    <message>
        <source>Rename the model</source>
        <translation>モデル名の変更</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>移動</translation>
    </message>
    <message>
        <source>Tidy up</source>
        <translation>整列</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 を開く</translation>
    </message>
</context>
<context>
    <name>minarai::studio::ComposerInspector</name>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Choose a layer to edit it. Drag layers from the left onto a wire to put them in, or press / to find one.</source>
        <translation>層を選ぶと編集できます。左の層を線の上へドラッグすると間に入ります。「/」キーで探すこともできます。</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>入力</translation>
    </message>
    <message>
        <source>The picture that comes in. The size in force when training is the recipe&apos;s; this is the one the shapes are shown for.</source>
        <translation>入力される画像です。学習時の大きさはレシピで決まります。ここでは形状を表示するための大きさです。</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>出力</translation>
    </message>
    <message>
        <source>One number for each class. When training starts, the last layer gets as many as the folder has classes.</source>
        <translation>クラスごとに 1 つの数です。学習を始めるとき、最後の層の出力数はフォルダーのクラス数に合わせます。</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>ブロック</translation>
    </message>
    <message>
        <source>Open the block</source>
        <translation>ブロックを展開</translation>
    </message>
    <message>
        <source>Collapse the block</source>
        <translation>ブロックを折りたたむ</translation>
    </message>
    <message>
        <source>%1 parameters · %2 multiply-adds</source>
        <translation>パラメータ %1 · 積和演算 %2</translation>
    </message>
    <message>
        <source>Its input is not known yet: a layer before it has a problem.</source>
        <translation>前の層に問題があるため、入力がまだ分かりません。</translation>
    </message>
    <message>
        <source>Each place sees %1 × %2 pixels of the input.</source>
        <translation>受容野：%1 × %2 px</translation>
    </message>
    <message numerus="yes">
        <source>%n layers</source>
        <translation>
            <numerusform>%n 層</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 layers&lt;br&gt;%2 parameters&lt;br&gt;%3 multiply-adds per image, at %6&lt;br&gt;%4 as a file&lt;br&gt;%5 of layer outputs per image</source>
        <translation>%1 層&lt;br&gt;パラメータ %2&lt;br&gt;積和演算 %3 / 画像 (%6)&lt;br&gt;ファイル %4&lt;br&gt;各層の出力 %5 / 画像</translation>
    </message>
    <message>
        <source>Whole model</source>
        <translation>モデル全体</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Name of the model</source>
        <translation>モデルの名前</translation>
    </message>
    <message>
        <source>from %1, with its published weights</source>
        <translation>元のモデル：%1（学習済みの重みあり）</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>元のモデル：%1</translation>
    </message>
    <message>
        <source>The Train page offers the published weights: layers that fit by name and shape begin with them, the others at random.</source>
        <translation>学習ページで学習済みの重みを選べます。名前と形状が合う層はその重みから、ほかの層は初期値から始まります。</translation>
    </message>
</context>
<context>
    <name>minarai::studio::ComposerPalette</name>
    <message>
        <source>Layers</source>
        <translation>層</translation>
    </message>
    <message>
        <source>Find a layer</source>
        <translation>層を探す</translation>
    </message>
    <message>
        <source>Type, choose with the arrow keys, insert with Enter (/)</source>
        <translation>入力して矢印キーで選び、Enter で挿入します（/）</translation>
    </message>
    <message>
        <source>Layers and blocks</source>
        <translation>層とブロック</translation>
    </message>
</context>
<context>
    <name>minarai::studio::ComposerPanel</name>
    <message>
        <source>Saved as “%1”.</source>
        <translation>「%1」に保存しました。</translation>
    </message>
    <message>
        <source>Open a model</source>
        <translation>モデルを開く</translation>
    </message>
    <message>
        <source>Models (*.json)</source>
        <translation>モデル (*.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>すべてのファイル (*)</translation>
    </message>
    <message>
        <source>Save the model</source>
        <translation>モデルを保存</translation>
    </message>
    <message>
        <source>Known architecture</source>
        <translation>既知のアーキテクチャ</translation>
    </message>
    <message>
        <source>Open a file…</source>
        <translation>ファイルを開く…</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>名前を付けて保存…</translation>
    </message>
    <message>
        <source>Insert a layer…</source>
        <translation>層を挿入…</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>切り離し</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>編集</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>名前の変更</translation>
    </message>
    <message>
        <source>Open the block</source>
        <translation>ブロックを展開</translation>
    </message>
    <message>
        <source>Collapse the block</source>
        <translation>ブロックを折りたたむ</translation>
    </message>
    <message>
        <source>Insert a layer behind it…</source>
        <translation>後に層を挿入…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>複製</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>貼り付け</translation>
    </message>
    <message>
        <source>Fit into view</source>
        <translation>全体を表示</translation>
    </message>
    <message>
        <source>New or open</source>
        <translation>新規・開く</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save the model as a file</source>
        <translation>モデルをファイルに保存</translation>
    </message>
    <message>
        <source>Train this model</source>
        <translation>このモデルを学習</translation>
    </message>
    <message>
        <source>fit</source>
        <translation>全体表示</translation>
    </message>
    <message>
        <source>tidy up</source>
        <translation>整列</translation>
    </message>
    <message>
        <source>Lay everything out again; undo brings places back</source>
        <translation>すべてを並べ直します。元に戻すと位置も戻ります。</translation>
    </message>
    <message>
        <source>Blocks open and close one by one with a double click or Space</source>
        <translation>ブロックはダブルクリックか Space で 1 つずつ開閉できます。</translation>
    </message>
    <message>
        <source>Build a network</source>
        <translation>ネットワークを組み立てる</translation>
    </message>
    <message>
        <source>Drag layers from the left onto the canvas, or begin with a small network or a known architecture.</source>
        <translation>左の層をここへドラッグするか、小さなネットワークや既知のアーキテクチャから始めます。</translation>
    </message>
    <message>
        <source>Small CNN</source>
        <translation>小さな CNN から始める</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>選ぶ…</translation>
    </message>
    <message>
        <source>Canvas</source>
        <translation>キャンバス</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>問題</translation>
    </message>
    <message>
        <source>From %1: go to a layer with the arrow keys, Enter connects, Esc leaves it</source>
        <translation>%1 から：矢印キーで移動し、Enter で接続、Esc で中止</translation>
    </message>
    <message>
        <source>The clipboard holds no layers.</source>
        <translation>クリップボードに層がありません。</translation>
    </message>
    <message numerus="yes">
        <source>%n problems</source>
        <translation>
            <numerusform>問題 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>New model</source>
        <translation>新しいモデル</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>元に戻す：%1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>やり直す：%1</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>やり直す</translation>
    </message>
    <message>
        <source>The problems below must be solved before.</source>
        <translation>先に下の問題を解決してください。</translation>
    </message>
    <message>
        <source>A training is running. Its network cannot be changed.</source>
        <translation>学習中です。ネットワークは変更できません。</translation>
    </message>
    <message>
        <source>Take this model to the Train page</source>
        <translation>このモデルを学習ページへ</translation>
    </message>
    <message>
        <source>collapse all blocks</source>
        <translation>すべて折りたたむ</translation>
    </message>
    <message>
        <source>expand all blocks</source>
        <translation>すべて展開</translation>
    </message>
    <message>
        <source>Compose</source>
        <translation>組み立て</translation>
    </message>
    <message>
        <source>“%1” was replaced before it was saved.</source>
        <translation>「%1」を保存せずに置き換えました。</translation>
    </message>
    <message>
        <source>Bring it back</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Saved as “%1”, a draft. It can be trained when its problems are solved and it is saved again.</source>
        <translation>下書きとして「%1」に保存しました。問題を直して保存し直すと学習できます。</translation>
    </message>
    <message>
        <source>Choose a run&apos;s folder…</source>
        <translation>学習記録のフォルダーを選ぶ…</translation>
    </message>
    <message>
        <source>Open the network of a run</source>
        <translation>学習記録のネットワークを開く</translation>
    </message>
    <message>
        <source>Export as a picture</source>
        <translation>画像として書き出す</translation>
    </message>
    <message>
        <source>PNG picture (*.png)</source>
        <translation>PNG 画像 (*.png)</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>SVG drawing (*.svg)</source>
        <translation>SVG 図 (*.svg)</translation>
    </message>
    <message>
        <source>From a run</source>
        <translation>学習記録から</translation>
    </message>
    <message>
        <source>Export as a picture…</source>
        <translation>画像として書き出す…</translation>
    </message>
    <message>
        <source>From %1: W or a digit takes one of %2 inputs, Enter connects, Esc leaves it</source>
        <translation>%1 から：W か数字で入力（%2 個）を選び、Enter で接続、Esc で中止</translation>
    </message>
    <message>
        <source>From %1 into input %2 of %3: Enter connects, Esc leaves it</source>
        <translation>%1 から入力 %2/%3 へ：Enter で接続、Esc で中止</translation>
    </message>
    <message>
        <source>A template, a known architecture, a file or a run</source>
        <translation>ひな形、既知のアーキテクチャ、ファイル、または学習記録</translation>
    </message>
    <message>
        <source>summary</source>
        <translation>層の表</translation>
    </message>
    <message>
        <source>All layers with shapes and counts as a table</source>
        <translation>すべての層の形状と数を表で示します。</translation>
    </message>
</context>
<context>
    <name>minarai::studio::CopyPanel</name>
    <message>
        <source>Cancelled. Nothing was kept.</source>
        <translation>中止しました。何も残していません。</translation>
    </message>
    <message>
        <source>Folder for the copy</source>
        <translation>コピー先のフォルダー</translation>
    </message>
    <message>
        <source>The decisions about this folder cannot be read.</source>
        <translation>このフォルダーについての判断を読み込めません。</translation>
    </message>
    <message>
        <source>being counted</source>
        <translation>数えています</translation>
    </message>
    <message>
        <source>Images: %1 · %2</source>
        <translation>画像：%1 枚 · %2</translation>
    </message>
    <message>
        <source>Excluded: %1</source>
        <translation>除外：%1 枚</translation>
    </message>
    <message>
        <source>Class changed: %1</source>
        <translation>クラスを変更：%1 枚</translation>
    </message>
    <message>
        <source>Numbered, since their name is taken: %1</source>
        <translation>名前が重なるため番号付き：%1 枚</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 · %2 left</source>
        <translation>%1 · 残り %2</translation>
    </message>
    <message>
        <source>Cleaned copy</source>
        <translation>整理済みのコピー</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Copies the images that are not excluded into a new folder, below the classes that they have now. The images here stay as they are.</source>
        <translation>除外していない画像を、変更後のクラスごとに新しいフォルダーへコピーします。元の画像は変わりません。</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>新しいフォルダー</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>選ぶ…</translation>
    </message>
    <message>
        <source>Choose the folder for the copy</source>
        <translation>コピー先のフォルダーを選ぶ</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>進み具合</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>書き出す</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>中止</translation>
    </message>
</context>
<context>
    <name>minarai::studio::DataGrid</name>
    <message>
        <source>These problems are not about single images.</source>
        <translation>個々の画像についての問題ではありません。</translation>
    </message>
    <message>
        <source>No image matches.</source>
        <translation>当てはまる画像がありません。</translation>
    </message>
    <message numerus="yes">
        <source>%n images</source>
        <translation>
            <numerusform>%n 枚</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n excluded</source>
        <translation>
            <numerusform>除外 %n 枚</numerusform>
        </translation>
    </message>
    <message>
        <source>class changed from “%1” to “%2”</source>
        <translation>クラスを「%1」から「%2」に変更</translation>
    </message>
    <message>
        <source>excluded from training</source>
        <translation>学習から除外</translation>
    </message>
    <message>
        <source>two labels</source>
        <translation>ラベル違い</translation>
    </message>
    <message>
        <source>Part: </source>
        <translation>区分: </translation>
    </message>
    <message>
        <source>all</source>
        <translation>すべて</translation>
    </message>
    <message>
        <source>training</source>
        <translation>学習</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>検証</translation>
    </message>
    <message>
        <source>test</source>
        <translation>テスト</translation>
    </message>
    <message>
        <source>Problems: </source>
        <translation>問題: </translation>
    </message>
    <message>
        <source>any</source>
        <translation>すべて</translation>
    </message>
    <message>
        <source>with</source>
        <translation>あり</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Edits: </source>
        <translation>編集: </translation>
    </message>
    <message>
        <source>edited</source>
        <translation>編集あり</translation>
    </message>
    <message>
        <source>excluded</source>
        <translation>除外</translation>
    </message>
    <message>
        <source>class changed</source>
        <translation>クラス変更</translation>
    </message>
    <message>
        <source>untouched</source>
        <translation>編集なし</translation>
    </message>
    <message>
        <source>Sort: </source>
        <translation>並び順: </translation>
    </message>
    <message>
        <source>class</source>
        <translation>クラス</translation>
    </message>
    <message>
        <source>name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>newest</source>
        <translation>新しい順</translation>
    </message>
    <message>
        <source>oldest</source>
        <translation>古い順</translation>
    </message>
    <message>
        <source>largest</source>
        <translation>大きい順</translation>
    </message>
    <message>
        <source>smallest</source>
        <translation>小さい順</translation>
    </message>
    <message>
        <source>problem</source>
        <translation>問題</translation>
    </message>
    <message>
        <source>Search names and classes</source>
        <translation>名前とクラスを検索</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>検索</translation>
    </message>
    <message>
        <source>Files with this problem</source>
        <translation>この問題のあるファイル</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>画像</translation>
    </message>
    <message>
        <source>Part of the split</source>
        <translation>分割の区分</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>問題</translation>
    </message>
    <message>
        <source>Edits</source>
        <translation>編集</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>並び順</translation>
    </message>
    <message>
        <source>clear filters</source>
        <translation>解除</translation>
    </message>
    <message>
        <source>Show every image</source>
        <translation>すべての画像を表示します</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>%1 · excluded</source>
        <translation>%1 · 除外</translation>
    </message>
    <message>
        <source>1 to 9, 0: class · C: choose the class · X: exclude or include · N, P: next, previous · Ctrl+Z: undo</source>
        <translation>1〜9, 0：クラス · C：クラスを選ぶ · X：除外・戻す · N, P：次・前 · Ctrl+Z：元に戻す</translation>
    </message>
    <message>
        <source>prediction</source>
        <translation>予測</translation>
    </message>
    <message>
        <source>least sure</source>
        <translation>確信度の低い順</translation>
    </message>
    <message>
        <source>most sure</source>
        <translation>確信度の高い順</translation>
    </message>
    <message>
        <source>highest loss</source>
        <translation>損失の大きい順</translation>
    </message>
    <message>
        <source>predicted: %1</source>
        <translation>予測：%1</translation>
    </message>
    <message>
        <source>%1 · predicted: %2</source>
        <translation>%1 · 予測：%2</translation>
    </message>
</context>
<context>
    <name>minarai::studio::DataPage</name>
    <message>
        <source>The cleaned copy is in “%1”.</source>
        <translation>整理済みのコピーは「%1」にあります。</translation>
    </message>
    <message>
        <source>Train…</source>
        <translation>学習に進む</translation>
    </message>
    <message>
        <source>Go to training</source>
        <translation>学習に進む</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>取り込む…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>やり直す</translation>
    </message>
    <message>
        <source>The folder was read again: %1</source>
        <translation>フォルダーを読み直しました：%1</translation>
    </message>
    <message>
        <source>Nothing has changed in the folder.</source>
        <translation>フォルダーに変更はありません。</translation>
    </message>
    <message>
        <source>The folder has changed since it was last open: %1</source>
        <translation>前に開いたときからフォルダーが変わっています：%1</translation>
    </message>
    <message>
        <source>%1 new</source>
        <translation>追加 %1 枚</translation>
    </message>
    <message>
        <source>%1 gone</source>
        <translation>削除 %1 枚</translation>
    </message>
    <message>
        <source>%1 changed</source>
        <translation>変更 %1 枚</translation>
    </message>
    <message>
        <source>The images on disk have changed: %1</source>
        <translation>ディスク上の画像が変わりました：%1</translation>
    </message>
    <message>
        <source>Rescan</source>
        <translation>読み直す</translation>
    </message>
</context>
<context>
    <name>minarai::studio::DataSide</name>
    <message>
        <source>Looking for unreadable images and duplicates…</source>
        <translation>読み込めない画像と重複を探しています…</translation>
    </message>
    <message>
        <source>checked</source>
        <translation>確認済み</translation>
    </message>
    <message>
        <source>not checked</source>
        <translation>未確認</translation>
    </message>
    <message>
        <source>No problems found. Every image can be read.</source>
        <translation>問題は見つかりませんでした。すべての画像を読み込めます。</translation>
    </message>
    <message>
        <source>The images were not checked.</source>
        <translation>画像はまだ確認していません。</translation>
    </message>
    <message>
        <source>training</source>
        <translation>学習</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>検証</translation>
    </message>
    <message>
        <source>test</source>
        <translation>テスト</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>シード %1</translation>
    </message>
    <message>
        <source>as the folders say</source>
        <translation>フォルダーの分け方のとおり</translation>
    </message>
    <message>
        <source>%1 of each class kept for validation</source>
        <translation>各クラスの %1 を検証に使います</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>クラス</translation>
    </message>
    <message>
        <source>show all</source>
        <translation>すべて表示</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>問題</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>分割</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n images</source>
        <translation>
            <numerusform>%1：%n 枚</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2 training, %3 validation, %4 test</source>
        <translation>%1：学習 %2、検証 %3、テスト %4</translation>
    </message>
    <message>
        <source>balanced</source>
        <translation>均等</translation>
    </message>
    <message>
        <source>largest %1 × the smallest</source>
        <translation>最大は最小の %1 倍</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1: %2 of %3 left</source>
        <translation>%1：%3 件中、残り %2 件</translation>
    </message>
    <message>
        <source>of which cut off</source>
        <translation>うち途中で切れたもの</translation>
    </message>
    <message>
        <source>Images whose end is missing: %1</source>
        <translation>終わりが欠けている画像：%1</translation>
    </message>
    <message>
        <source>cancel</source>
        <translation>中止</translation>
    </message>
    <message>
        <source>check again</source>
        <translation>もう一度調べる</translation>
    </message>
    <message>
        <source>%1 · %2 left</source>
        <translation>%1 · 残り %2</translation>
    </message>
    <message>
        <source>fold %1 of %2 validates</source>
        <translation>%2 分割のフォールド %1 で検証</translation>
    </message>
    <message>
        <source>%1 kept for validation, groups together</source>
        <translation>%1 を検証に使います。グループは分けません</translation>
    </message>
    <message numerus="yes">
        <source>%n look-alikes in different parts</source>
        <translation>
            <numerusform>似た画像 %n 組が別の区分にあります</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n images changed their part since the folder was last read</source>
        <translation>
            <numerusform>前回フォルダーを読んだときから %n 枚の区分が変わりました</numerusform>
        </translation>
    </message>
    <message>
        <source>being measured</source>
        <translation>測定中</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>未測定</translation>
    </message>
    <message>
        <source>mean %1</source>
        <translation>平均 %1</translation>
    </message>
    <message>
        <source>change…</source>
        <translation>変更…</translation>
    </message>
    <message>
        <source>Choose how images are kept apart for validation</source>
        <translation>検証用の画像の分け方を選びます。</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>統計</translation>
    </message>
    <message>
        <source>show</source>
        <translation>表示</translation>
    </message>
    <message>
        <source>Colours and sizes of the images</source>
        <translation>画像の色と大きさ</translation>
    </message>
    <message>
        <source>as saved in “%1”</source>
        <translation>「%1」に保存した分割</translation>
    </message>
    <message>
        <source>%1 held out for the test</source>
        <translation>%1 をテスト用に取り分けます</translation>
    </message>
    <message>
        <source>%1 for validation (%2 of each class asked for)</source>
        <translation>%1 を検証に使います（指定は各クラスの %2）</translation>
    </message>
    <message>
        <source>%1 for validation (%2 asked for), groups together</source>
        <translation>%1 を検証に使います（指定は %2）。グループは分けません</translation>
    </message>
    <message>
        <source>%1 for the test (%2 asked for)</source>
        <translation>%1 をテスト用に取り分けます（指定は %2）</translation>
    </message>
</context>
<context>
    <name>minarai::studio::ImageOverlay</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>前へ</translation>
    </message>
    <message>
        <source>Previous image</source>
        <translation>前の画像</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>次へ</translation>
    </message>
    <message>
        <source>Next image</source>
        <translation>次の画像</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Large view</source>
        <translation>拡大表示</translation>
    </message>
</context>
<context>
    <name>minarai::studio::ImportPage</name>
    <message>
        <source>Folder with the official files</source>
        <translation>公式ファイルのあるフォルダー</translation>
    </message>
    <message>
        <source>Folder for the images</source>
        <translation>画像を入れるフォルダー</translation>
    </message>
    <message>
        <source>Cancelled. Nothing was kept.</source>
        <translation>中止しました。何も残していません。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>中止</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>Looks for train-images-idx3-ubyte and the three other files beside it, also with .gz.</source>
        <translation>train-images-idx3-ubyte とほかの 3 つのファイル（.gz も可）を探します。</translation>
    </message>
    <message>
        <source>Looks for the binary version: .bin files, or the .tar.gz as it was downloaded.</source>
        <translation>バイナリ版を探します。.bin ファイル、またはダウンロードしたままの .tar.gz です。</translation>
    </message>
    <message>
        <source>reading the files</source>
        <translation>ファイルを読み込んでいます</translation>
    </message>
    <message>
        <source>%1 of %2 images</source>
        <translation>%2 枚中 %1 枚</translation>
    </message>
    <message>
        <source>%1 · %2 left</source>
        <translation>%1 · 残り %2</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>取り込む</translation>
    </message>
    <message>
        <source>Import a data set</source>
        <translation>データセットの取り込み</translation>
    </message>
    <message>
        <source>Data set</source>
        <translation>データセット</translation>
    </message>
    <message>
        <source>Official files</source>
        <translation>公式ファイル</translation>
    </message>
    <message>
        <source>Folder or archive; it can be dropped here</source>
        <translation>フォルダーまたは圧縮ファイル（ここにドロップできます）</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>新しいフォルダー</translation>
    </message>
    <message>
        <source>train and test are made in it, each with a folder per class</source>
        <translation>train と test をクラスごとに作ります。</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>選ぶ…</translation>
    </message>
    <message>
        <source>Choose the folder with the official files</source>
        <translation>公式ファイルのあるフォルダーを選びます。</translation>
    </message>
    <message>
        <source>Choose the folder for the images</source>
        <translation>画像を入れるフォルダーを選びます。</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>進み具合</translation>
    </message>
    <message>
        <source>Turns the official files that you have downloaded into a folder of images. Nothing is fetched from the network.</source>
        <translation>ダウンロード済みの公式ファイルを画像のフォルダーに変換します。インターネットには接続しません。</translation>
    </message>
    <message>
        <source>There is no folder and no archive “%1”. Check the path.</source>
        <translation>「%1」というフォルダーや圧縮ファイルは見つかりません。パスを確認してください。</translation>
    </message>
</context>
<context>
    <name>minarai::studio::LoadReportCard</name>
    <message>
        <source>Weights · %1</source>
        <translation>重み · %1</translation>
    </message>
    <message>
        <source>Esc closes</source>
        <translation>Esc で閉じます</translation>
    </message>
    <message>
        <source>copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Copy the lists as text</source>
        <translation>一覧をテキストとしてコピーします。</translation>
    </message>
    <message>
        <source>Copy the lists</source>
        <translation>一覧をコピー</translation>
    </message>
    <message>
        <source>Weights name by name</source>
        <translation>重みの一覧</translation>
    </message>
</context>
<context>
    <name>minarai::studio::MainWindow</name>
    <message>
        <source>A training is running. Stop it before you open another folder.</source>
        <translation>学習中です。別のフォルダーを開く前に停止してください。</translation>
    </message>
    <message>
        <source>Run %1 is being trained by another program.</source>
        <translation>学習 %1 は別のプログラムで実行中です。</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>経過を見る</translation>
    </message>
    <message>
        <source>Run %1 was interrupted in epoch %2 of %3. Nothing is lost.</source>
        <translation>学習 %1 はエポック %2/%3 の途中で中断されました。続きから再開できます。</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>再開</translation>
    </message>
    <message>
        <source>There is no trained network yet that could look at this image.</source>
        <translation>この画像を見せられる学習済みのネットワークがまだありません。</translation>
    </message>
    <message>
        <source>Go to training</source>
        <translation>学習に進む</translation>
    </message>
    <message>
        <source>Nothing is fetched from the network: save the image first, then drop the file.</source>
        <translation>ネットワークからは取得しません。画像を保存してから、そのファイルをドロップしてください。</translation>
    </message>
    <message>
        <source>Saving the run…</source>
        <translation>学習を保存しています…</translation>
    </message>
    <message>
        <source>Open a folder of images</source>
        <translation>画像のフォルダーを開く</translation>
    </message>
    <message>
        <source>Recent folders</source>
        <translation>最近使ったフォルダー</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>言語</translation>
    </message>
    <message>
        <source>System</source>
        <translation>システムに合わせる</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外観</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>ライト</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>ダーク</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message numerus="yes">
        <source>%n images</source>
        <translation>
            <numerusform>%n 枚</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n classes</source>
        <translation>
            <numerusform>%n クラス</numerusform>
        </translation>
    </message>
    <message>
        <source>Preparing the run…</source>
        <translation>学習を準備しています…</translation>
    </message>
    <message>
        <source>Loading the engine…</source>
        <translation>エンジンを読み込んでいます…</translation>
    </message>
    <message>
        <source>Pausing after this batch…</source>
        <translation>このバッチの後で一時停止します…</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>一時停止中</translation>
    </message>
    <message>
        <source>Stopping; the run is being saved…</source>
        <translation>停止処理中です。学習を保存しています…</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>学習中</translation>
    </message>
    <message>
        <source>Training · checkpoint saved just now</source>
        <translation>学習中 · チェックポイントを保存しました</translation>
    </message>
    <message>
        <source>Training · checkpoint saved %1 ago</source>
        <translation>学習中 · %1前にチェックポイントを保存</translation>
    </message>
    <message>
        <source>Opening “%1”…</source>
        <translation>「%1」を開いています…</translation>
    </message>
    <message>
        <source>Checking images: %1 of %2</source>
        <translation>画像を確認しています：%1 / %2</translation>
    </message>
    <message numerus="yes">
        <source>Asking the network about %n images of the Predict page…</source>
        <translation>
            <numerusform>「予測」ページの画像 %n 枚を予測しています…</numerusform>
        </translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>準備完了</translation>
    </message>
    <message>
        <source>preparing</source>
        <translation>準備中</translation>
    </message>
    <message>
        <source>epoch %1 of %2</source>
        <translation>エポック %1/%2</translation>
    </message>
    <message>
        <source>%1 · pausing…</source>
        <translation>%1 · 停止待ち…</translation>
    </message>
    <message>
        <source>%1 · paused</source>
        <translation>%1 · 一時停止中</translation>
    </message>
    <message>
        <source>%1 · %2 left</source>
        <translation>%1 · 残り %2</translation>
    </message>
    <message>
        <source>no engine</source>
        <translation>エンジンなし</translation>
    </message>
    <message numerus="yes">
        <source>CPU · %n threads</source>
        <translation>
            <numerusform>CPU · %n スレッド</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · LibTorch %2</source>
        <translation>%1 · LibTorch %2</translation>
    </message>
    <message>
        <source>Drop a folder to open it, or images to see what the network says.</source>
        <translation>フォルダーをドロップすると開きます。画像をドロップするとネットワークの予測を表示します。</translation>
    </message>
    <message>
        <source>The imported images are in “%1”.</source>
        <translation>取り込んだ画像は「%1」にあります。</translation>
    </message>
    <message>
        <source>Not imported, since there is no such file: %1.</source>
        <translation>次のファイルがないため、取り込んでいません: %1</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開く</translation>
    </message>
    <message>
        <source>Open a run directory</source>
        <translation>学習記録のフォルダーを開く</translation>
    </message>
    <message numerus="yes">
        <source>%n runs of the queue cannot be trained and stay in “queue.json”: %1</source>
        <translation>
            <numerusform>キューの %n 件は学習できないため、「queue.json」に残しました：%1</numerusform>
        </translation>
    </message>
    <message>
        <source>A training is running. The folder can be read again when it has ended.</source>
        <translation>学習を実行中です。フォルダーは学習が終わってから読み直せます。</translation>
    </message>
    <message numerus="yes">
        <source>%n runs of the queue train</source>
        <translation>
            <numerusform>キューの %n 件を学習しています</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n edits not applied to the folders</source>
        <translation>
            <numerusform>編集 %n 件（フォルダーには未反映）</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>minarai::studio::ModelFactsPanel</name>
    <message>
        <source>parameters</source>
        <translation>パラメータ数</translation>
    </message>
    <message>
        <source>multiply-adds</source>
        <translation>積和演算</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>重み</translation>
    </message>
    <message>
        <source>On this machine · %1 px, batch %2</source>
        <translation>このコンピューターで · %1 px、バッチ %2</translation>
    </message>
    <message>
        <source>On this machine</source>
        <translation>このコンピューターで</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>学習</translation>
    </message>
    <message>
        <source>Inference</source>
        <translation>推論</translation>
    </message>
    <message>
        <source>Memory of a step</source>
        <translation>1 ステップのメモリ</translation>
    </message>
    <message>
        <source>%1 ms an image</source>
        <translation>%1 ms/枚</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>測定しています…</translation>
    </message>
    <message>
        <source>Measured when the training is over.</source>
        <translation>学習が終わってから測定します。</translation>
    </message>
    <message>
        <source>Measured in a moment.</source>
        <translation>まもなく測定します。</translation>
    </message>
    <message numerus="yes">
        <source>Forecast for your %n images</source>
        <translation>
            <numerusform>%n 枚の画像での見積もり</numerusform>
        </translation>
    </message>
    <message>
        <source>Forecast</source>
        <translation>見積もり</translation>
    </message>
    <message>
        <source>An epoch</source>
        <translation>1 エポック</translation>
    </message>
    <message numerus="yes">
        <source>%n epochs</source>
        <translation>
            <numerusform>%n エポック</numerusform>
        </translation>
    </message>
    <message>
        <source>Memory of the run</source>
        <translation>学習全体のメモリ</translation>
    </message>
    <message>
        <source>about %1, estimated</source>
        <translation>約 %1（推定）</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>約 %1</translation>
    </message>
</context>
<context>
    <name>minarai::studio::ModelGallery</name>
    <message>
        <source>All families</source>
        <translation>すべての系列</translation>
    </message>
    <message>
        <source>usual size</source>
        <translation>標準サイズ</translation>
    </message>
    <message>
        <source>%1 px</source>
        <translation>%1 px</translation>
    </message>
    <message>
        <source>batch %1</source>
        <translation>バッチ %1</translation>
    </message>
    <message>
        <source>Find an architecture</source>
        <translation>アーキテクチャを探す</translation>
    </message>
    <message>
        <source>Architectures</source>
        <translation>アーキテクチャ</translation>
    </message>
    <message>
        <source>Show one family</source>
        <translation>1 つの系列だけを表示します。</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>系列</translation>
    </message>
    <message>
        <source>Image size for which costs are counted and measured, as in the recipe</source>
        <translation>計算量を数えて測定する画像サイズです（レシピと同じ）。</translation>
    </message>
    <message>
        <source>Image size</source>
        <translation>画像サイズ</translation>
    </message>
    <message>
        <source>Images in one step, as in the recipe</source>
        <translation>1 ステップの画像の枚数です（レシピと同じ）。</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>バッチサイズ</translation>
    </message>
    <message>
        <source>No architecture found</source>
        <translation>見つかりませんでした</translation>
    </message>
    <message>
        <source>Search for a name, a family or a year, such as “resnet” or “2015”.</source>
        <translation>「resnet」や「2015」のように、名前、系列、年で探せます。</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>すべて表示</translation>
    </message>
</context>
<context>
    <name>minarai::studio::ModelPage</name>
    <message>
        <source>Gallery</source>
        <translation>一覧</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>層の表</translation>
    </message>
    <message>
        <source>A training is running. Its network cannot be changed.</source>
        <translation>学習中です。ネットワークは変えられません。</translation>
    </message>
    <message>
        <source>This architecture does not fit the image size.</source>
        <translation>このアーキテクチャは画像サイズに合いません。</translation>
    </message>
    <message>
        <source>Train this architecture (Enter)</source>
        <translation>このアーキテクチャを学習します (Enter)</translation>
    </message>
    <message>
        <source>View</source>
        <translation>表示</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>このモデルを使う</translation>
    </message>
    <message>
        <source>Compose</source>
        <translation>組み立て</translation>
    </message>
    <message>
        <source>Edit a copy</source>
        <translation>コピーを編集</translation>
    </message>
    <message>
        <source>Open the chosen architecture in the composer</source>
        <translation>選んだアーキテクチャを組み立て画面で開きます。</translation>
    </message>
</context>
<context>
    <name>minarai::studio::ModelSummary</name>
    <message numerus="yes">
        <source>%1 · %n layers</source>
        <translation>
            <numerusform>%1 · %n 層</numerusform>
        </translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>パラメータ数</translation>
    </message>
    <message>
        <source>trainable</source>
        <translation>学習対象</translation>
    </message>
    <message>
        <source>multiply-adds</source>
        <translation>積和演算</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>重み</translation>
    </message>
    <message>
        <source>layer outputs of an image</source>
        <translation>画像 1 枚の各層の出力</translation>
    </message>
    <message>
        <source>copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Copy the table as text (Ctrl+C)</source>
        <translation>表を文字としてコピーします (Ctrl+C)</translation>
    </message>
    <message>
        <source>Copy the table</source>
        <translation>表をコピー</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>層</translation>
    </message>
    <message>
        <source>Set how layers learn…</source>
        <translation>層の学習を設定…</translation>
    </message>
    <message>
        <source>Freeze layers or set their learning rate (Shift+F10 or the right button on a layer)</source>
        <translation>層を凍結したり学習率を変えたりします（層の上で Shift+F10 または右クリック）。</translation>
    </message>
</context>
<context>
    <name>minarai::studio::Page</name>
    <message>
        <source>Saved to “%1”.</source>
        <translation>「%1」に保存しました。</translation>
    </message>
</context>
<context>
    <name>minarai::studio::PartsModel</name>
    <message>
        <source>Class</source>
        <translation>クラス</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>学習</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>検証</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>テスト</translation>
    </message>
</context>
<context>
    <name>minarai::studio::PredictPage</name>
    <message>
        <source>This image cannot be read</source>
        <translation>この画像は読み込めません</translation>
    </message>
    <message>
        <source>There is no image in the clipboard. Copy one first.</source>
        <translation>クリップボードに画像がありません。先に画像をコピーしてください。</translation>
    </message>
    <message>
        <source>The list holds %1 images at most. Left out: %2. Clear the list to go on.</source>
        <translation>一覧に入るのは %1 枚までです。入らなかった画像は %2 枚です。続けるには一覧を空にしてください。</translation>
    </message>
    <message>
        <source>pasted image</source>
        <translation>貼り付けた画像</translation>
    </message>
    <message numerus="yes">
        <source>%n images</source>
        <translation>
            <numerusform>%n 枚</numerusform>
        </translation>
    </message>
    <message>
        <source>Newest run (%1)</source>
        <translation>最新（%1）</translation>
    </message>
    <message>
        <source>Choose images</source>
        <translation>画像を選ぶ</translation>
    </message>
    <message>
        <source>Images (%1)</source>
        <translation>画像 (%1)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>すべてのファイル (*)</translation>
    </message>
    <message>
        <source>Save as CSV</source>
        <translation>CSV に保存</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表 (*.csv)</translation>
    </message>
    <message>
        <source>Saved to “%1”.</source>
        <translation>「%1」に保存しました。</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>予測なし</translation>
    </message>
    <message>
        <source>The run that answers</source>
        <translation>予測に使う学習</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>学習</translation>
    </message>
    <message>
        <source>No network has been trained yet</source>
        <translation>学習済みのネットワークがまだありません</translation>
    </message>
    <message>
        <source>Train one on your images first; then drop any image here to see what it thinks of it.</source>
        <translation>先に自分の画像で学習してください。そのあと、ここに画像をドロップすると、ネットワークの予測を見られます。</translation>
    </message>
    <message>
        <source>Go to training</source>
        <translation>学習に進む</translation>
    </message>
    <message>
        <source>Drop images here</source>
        <translation>ここに画像をドロップ</translation>
    </message>
    <message>
        <source>or paste one with Ctrl+V. They stay where they are; nothing is copied.</source>
        <translation>Ctrl+V で貼り付けることもできます。元の画像は移動もコピーもしません。</translation>
    </message>
    <message>
        <source>Choose images…</source>
        <translation>画像を選ぶ…</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>画像</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>画像</translation>
    </message>
    <message>
        <source>Use run %1 (%2)</source>
        <translation>より正確な学習 %1（%2）を使う</translation>
    </message>
    <message>
        <source>Its validation accuracy is higher: let it answer</source>
        <translation>検証の正解率が高い学習です。こちらに答えさせます。</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>確信度 低</translation>
    </message>
</context>
<context>
    <name>minarai::studio::PredictionFilter</name>
    <message>
        <source>Filters by prediction come with the first run that ends.</source>
        <translation>学習が 1 回終わると、予測でも絞り込めます。</translation>
    </message>
    <message>
        <source>Reading what %1 said…</source>
        <translation>%1 の予測を読み込んでいます…</translation>
    </message>
    <message>
        <source>%1: what it said cannot be read. %2</source>
        <translation>%1 の予測を読み込めません。%2</translation>
    </message>
    <message>
        <source>Run %1, epoch %2</source>
        <translation>学習 %1、エポック %2</translation>
    </message>
    <message>
        <source>any</source>
        <translation>すべて</translation>
    </message>
    <message>
        <source>%1 (newest)</source>
        <translation>%1（最新）</translation>
    </message>
    <message>
        <source>Predicted: </source>
        <translation>予測: </translation>
    </message>
    <message>
        <source>Which class the run took the image for</source>
        <translation>学習したネットワークが、画像をどのクラスと予測したかです</translation>
    </message>
    <message>
        <source>Answer: </source>
        <translation>正誤: </translation>
    </message>
    <message>
        <source>Confidence: </source>
        <translation>確信度: </translation>
    </message>
    <message>
        <source>How probable the run found the class that it predicted</source>
        <translation>予測したクラスの確率です</translation>
    </message>
    <message>
        <source>The run and its best epoch, whose predictions of the validation images these are. The newest one changes with each run that ends.</source>
        <translation>検証画像を予測した学習と、その最良のエポックです。「最新」では、学習が終わるたびに新しいものに替わります。</translation>
    </message>
    <message>
        <source>right</source>
        <translation>正解</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>不正解</translation>
    </message>
    <message>
        <source>not predicted</source>
        <translation>予測なし</translation>
    </message>
    <message>
        <source>under %1</source>
        <translation>%1 未満</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1〜%2</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>%1 以上</translation>
    </message>
    <message>
        <source>Whether that is the class that the image has now. Images that were trained on have no answer.</source>
        <translation>予測が、画像の今のクラスと同じかどうかです。学習に使った画像には予測がありません。</translation>
    </message>
</context>
<context>
    <name>minarai::studio::ProblemModel</name>
    <message>
        <source>File</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
</context>
<context>
    <name>minarai::studio::ProblemPanel</name>
    <message>
        <source>This image cannot be read</source>
        <translation>この画像は読み込めません</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %2 · %n left</source>
        <translation>
            <numerusform>%2 件中 %1 件目 · 残り %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>✓ dealt with</source>
        <translation>✓ 対応済み</translation>
    </message>
    <message>
        <source>%1 · excluded</source>
        <translation>%1 · 除外</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>training</source>
        <translation>学習</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>検証</translation>
    </message>
    <message>
        <source>test</source>
        <translation>テスト</translation>
    </message>
    <message>
        <source>Exclude this image</source>
        <translation>この画像を除外</translation>
    </message>
    <message>
        <source>Include it again</source>
        <translation>この画像を戻す</translation>
    </message>
    <message>
        <source>Both are “%1”</source>
        <translation>どちらも「%1」</translation>
    </message>
    <message>
        <source>Keep both, in one part</source>
        <translation>両方残し、同じ区分に入れる</translation>
    </message>
    <message>
        <source>Keep the left, exclude the right</source>
        <translation>左を残し、右を除外</translation>
    </message>
    <message>
        <source>Include the right again</source>
        <translation>右を戻す</translation>
    </message>
    <message>
        <source>Keep the right, exclude the left</source>
        <translation>右を残し、左を除外</translation>
    </message>
    <message>
        <source>Include the left again</source>
        <translation>左を戻す</translation>
    </message>
    <message numerus="yes">
        <source>Keep one of each, exclude %n</source>
        <translation>
            <numerusform>1 枚ずつ残し、%n 枚を除外</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Exclude the %n that train</source>
        <translation>
            <numerusform>学習側の %n 枚を除外</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Exclude all %n</source>
        <translation>
            <numerusform>%n 枚をすべて除外</numerusform>
        </translation>
    </message>
    <message>
        <source>Keep all together in one part each</source>
        <translation>似た画像どうしを同じ区分にまとめる</translation>
    </message>
    <message>
        <source>Previous problem</source>
        <translation>前の問題</translation>
    </message>
    <message>
        <source>Next problem</source>
        <translation>次の問題</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>For all of this kind</source>
        <translation>同じ種類のすべてに</translation>
    </message>
    <message>
        <source>Include both again</source>
        <translation>両方を戻す</translation>
    </message>
    <message>
        <source>Exclude both</source>
        <translation>両方を除外</translation>
    </message>
    <message numerus="yes">
        <source>Exclude both of each, %n images</source>
        <translation>
            <numerusform>どの組も両方を除外（%n 枚）</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>minarai::studio::QueueCard</name>
    <message>
        <source>Hold the queue</source>
        <translation>キューを止める</translation>
    </message>
    <message>
        <source>Go on after this run</source>
        <translation>この学習の後に続ける</translation>
    </message>
    <message>
        <source>Start the queue</source>
        <translation>キューを開始</translation>
    </message>
    <message>
        <source>What runs goes on; nothing is started after it</source>
        <translation>実行中の学習は続き、その後は何も始まりません。</translation>
    </message>
    <message>
        <source>One run after the other, as they stand here</source>
        <translation>ここに並んだ順に一つずつ学習します。</translation>
    </message>
    <message>
        <source>about %1 left with this run</source>
        <translation>この学習を含めて残り約 %1</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>約 %1</translation>
    </message>
    <message>
        <source>starts the next run automatically</source>
        <translation>次の学習を自動で始めます</translation>
    </message>
    <message>
        <source>held</source>
        <translation>停止中</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>キュー</translation>
    </message>
    <message>
        <source>Earlier (Alt+Up)</source>
        <translation>前へ (Alt+↑)</translation>
    </message>
    <message>
        <source>Later (Alt+Down)</source>
        <translation>後へ (Alt+↓)</translation>
    </message>
    <message>
        <source>Remove from the queue (Del)</source>
        <translation>キューから削除 (Del)</translation>
    </message>
    <message numerus="yes">
        <source>%n runs in queue.json cannot be trained: %1</source>
        <translation>
            <numerusform>queue.json の %n 件は学習できません：%1</numerusform>
        </translation>
    </message>
    <message>
        <source>Next free device</source>
        <translation>次に空いたデバイス</translation>
    </message>
    <message>
        <source>Stop this run; it is saved (Del)</source>
        <translation>この学習を停止して保存します (Del)</translation>
    </message>
    <message>
        <source>In this order, each on the first device that is free</source>
        <translation>この順に、空いたデバイスから学習します。</translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation>残り約 %1</translation>
    </message>
    <message>
        <source>The device that this run is to have</source>
        <translation>この学習に使うデバイス</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>デバイス</translation>
    </message>
</context>
<context>
    <name>minarai::studio::QueueModel</name>
    <message numerus="yes">
        <source>%n epochs</source>
        <translation>
            <numerusform>%n エポック</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n epochs</source>
        <translation>
            <numerusform>%1 · %n エポック</numerusform>
        </translation>
    </message>
    <message>
        <source>begins with %1</source>
        <translation>%1 から始めます</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>約 %1</translation>
    </message>
    <message>
        <source>%1 · stopping</source>
        <translation>%1 · 停止処理中</translation>
    </message>
    <message>
        <source>%1 · preparing</source>
        <translation>%1 · 準備中</translation>
    </message>
    <message>
        <source>%1 · epoch %2 of %3</source>
        <translation>%1 · エポック %2/%3</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>待機中</translation>
    </message>
    <message>
        <source>waits for %1</source>
        <translation>%1 を待っています</translation>
    </message>
    <message>
        <source>%1 is not here</source>
        <translation>%1 はこのコンピューターにありません</translation>
    </message>
</context>
<context>
    <name>minarai::studio::RecipeFacts</name>
    <message>
        <source>Multiply-adds</source>
        <translation>積和演算</translation>
    </message>
    <message>
        <source>%1 an image of %2×%3×%4</source>
        <translation>%1/枚（入力 %2×%3×%4）</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>画像</translation>
    </message>
    <message>
        <source>%1 training, %2 validation</source>
        <translation>学習 %1 枚 · 検証 %2 枚</translation>
    </message>
    <message>
        <source>Baseline</source>
        <translation>ベースライン</translation>
    </message>
    <message>
        <source>%1 (always the largest class)</source>
        <translation>%1（常に最多クラス）</translation>
    </message>
    <message>
        <source>An epoch</source>
        <translation>1 エポック</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>メモリ</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>約 %1</translation>
    </message>
    <message>
        <source>being measured…</source>
        <translation>測定中…</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>パラメータ</translation>
    </message>
    <message>
        <source>%1, of them %2 trained</source>
        <translation>%1 のうち %2 を学習</translation>
    </message>
    <message>
        <source>%1, all trained</source>
        <translation>%1（すべて学習）</translation>
    </message>
    <message>
        <source>about %1 (from its run)</source>
        <translation>約 %1（実測）</translation>
    </message>
    <message>
        <source>about %1 (estimated)</source>
        <translation>約 %1（推定）</translation>
    </message>
    <message>
        <source>about %1 (from the check)</source>
        <translation>約 %1（事前チェックの実測）</translation>
    </message>
    <message>
        <source>about %1 (measured)</source>
        <translation>約 %1（実測）</translation>
    </message>
</context>
<context>
    <name>minarai::studio::RecipePanel</name>
    <message>
        <source>Recipe</source>
        <translation>レシピ</translation>
    </message>
    <message>
        <source>own settings</source>
        <translation>カスタム設定</translation>
    </message>
    <message>
        <source>Presets: from a quick look to a careful run</source>
        <translation>プリセット：お試しからじっくりまで</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>プリセット</translation>
    </message>
    <message>
        <source>No setting is about “%1”.</source>
        <translation>「%1」に関する設定はありません。</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>リセット</translation>
    </message>
    <message>
        <source>Every setting back to its default</source>
        <translation>すべての設定を既定値に戻します。</translation>
    </message>
    <message>
        <source>Search all settings</source>
        <translation>すべての設定を検索</translation>
    </message>
    <message>
        <source>Planned learning rate</source>
        <translation>学習率の推移（予定）</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>学習率</translation>
    </message>
    <message>
        <source>The learning rate over the whole run, as the settings say</source>
        <translation>設定に基づく、学習全体の学習率です。</translation>
    </message>
    <message>
        <source>Go to the image size</source>
        <translation>画像サイズを変更</translation>
    </message>
    <message>
        <source>Go to Data</source>
        <translation>データページを開く</translation>
    </message>
</context>
<context>
    <name>minarai::studio::ReviewBar</name>
    <message>
        <source>different classes</source>
        <translation>異なるクラス</translation>
    </message>
    <message>
        <source>Class of the selected images</source>
        <translation>選択した画像のクラス</translation>
    </message>
    <message>
        <source>Class (keys 1 to 9, 0 for the tenth; C chooses among all). The folders stay as they are.</source>
        <translation>クラス（キー 1〜9、10 番目は 0、C ですべてから選択）。フォルダーは変わりません。</translation>
    </message>
    <message>
        <source>Include</source>
        <translation>戻す</translation>
    </message>
    <message>
        <source>Exclude</source>
        <translation>除外</translation>
    </message>
    <message>
        <source>Train on it again</source>
        <translation>もう一度学習に使います</translation>
    </message>
    <message>
        <source>Do not train on it; the file stays</source>
        <translation>学習から外します（ファイルはそのまま）</translation>
    </message>
    <message numerus="yes">
        <source>%n images selected</source>
        <translation>
            <numerusform>%n 枚を選択中</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>minarai::studio::RunBoard</name>
    <message>
        <source>best</source>
        <translation>最高</translation>
    </message>
    <message>
        <source>preparing</source>
        <translation>準備中</translation>
    </message>
    <message>
        <source>%1 of %2 epochs</source>
        <translation>エポック %1/%2</translation>
    </message>
    <message>
        <source>epoch %1 of %2 · batch %3 of %4</source>
        <translation>エポック %1/%2 · バッチ %3/%4</translation>
    </message>
    <message>
        <source>best, epoch %1</source>
        <translation>最高（エポック %1）</translation>
    </message>
    <message>
        <source>validation · %1 of %2 images</source>
        <translation>検証 · %1/%2 枚</translation>
    </message>
    <message>
        <source>training</source>
        <translation>学習</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>検証</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>エポック</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>損失</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>正解率</translation>
    </message>
    <message>
        <source>The loss of each batch and each epoch will appear here.</source>
        <translation>バッチごと、エポックごとの損失がここに表示されます。</translation>
    </message>
    <message>
        <source>The share of right answers on training and validation images will appear here.</source>
        <translation>学習と検証の正解率がここに表示されます。</translation>
    </message>
    <message>
        <source>Confusion matrix</source>
        <translation>混同行列</translation>
    </message>
    <message>
        <source>Which classes are taken for which: after the first epoch. Click a cell to see its images.</source>
        <translation>最初のエポックのあと、
クラスの取り違えを表示します。
セルをクリックすると画像を見られます。</translation>
    </message>
    <message>
        <source>rows: truth · counts</source>
        <translation>行：正解 · 枚数</translation>
    </message>
    <message>
        <source>by row</source>
        <translation>行ごとの割合</translation>
    </message>
    <message>
        <source>by column</source>
        <translation>列ごとの割合</translation>
    </message>
    <message>
        <source>What the cells show</source>
        <translation>セルの表示</translation>
    </message>
    <message>
        <source>validation accuracy</source>
        <translation>検証の正解率</translation>
    </message>
    <message>
        <source>validation loss</source>
        <translation>検証の損失</translation>
    </message>
    <message>
        <source>images per second</source>
        <translation>処理速度（枚/秒）</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>学習率</translation>
    </message>
    <message>
        <source>left</source>
        <translation>残り</translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation>学習の進み具合</translation>
    </message>
    <message>
        <source>compare</source>
        <translation>比較</translation>
    </message>
    <message>
        <source>planned</source>
        <translation>予定</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学習率</translation>
    </message>
    <message>
        <source>Which curve</source>
        <translation>表示する曲線</translation>
    </message>
    <message>
        <source>Accuracy and learning rate</source>
        <translation>正解率と学習率</translation>
    </message>
    <message>
        <source>Draw an earlier run dashed behind the curves</source>
        <translation>以前の学習を曲線の後ろに破線で表示します。</translation>
    </message>
    <message>
        <source>Run to compare with</source>
        <translation>比較する学習</translation>
    </message>
    <message>
        <source>The learning rate of each step will appear here.</source>
        <translation>各ステップの学習率がここに表示されます。</translation>
    </message>
    <message>
        <source>epoch %1 of %2</source>
        <translation>エポック %1/%2</translation>
    </message>
    <message>
        <source>validation · %1 of %2</source>
        <translation>検証 · %1/%2</translation>
    </message>
    <message>
        <source>best so far, epoch %1</source>
        <translation>ここまでの最高（エポック %1）</translation>
    </message>
    <message>
        <source>validation accuracy, epoch %1</source>
        <translation>検証の正解率（エポック %1）</translation>
    </message>
    <message>
        <source>looking at epoch %1 of %2</source>
        <translation>エポック %1/%2 を表示中</translation>
    </message>
</context>
<context>
    <name>minarai::studio::Sheet</name>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>キーボード ショートカット</translation>
    </message>
    <message>
        <source>A studio in which you teach a computer to tell images apart and watch it learn. Minarai (見習い) is Japanese for one who learns by watching.</source>
        <translation>コンピューターに画像の見分け方を教え、学んでいく様子を見られるスタジオです。名前は、見て学ぶ「見習い」からとりました。</translation>
    </message>
    <message>
        <source>Licence: GPL-3.0-or-later</source>
        <translation>ライセンス：GPL-3.0-or-later</translation>
    </message>
    <message>
        <source>About Minarai</source>
        <translation>Minarai について</translation>
    </message>
</context>
<context>
    <name>minarai::studio::Sidebar</name>
    <message>
        <source>Pages</source>
        <translation>ページ</translation>
    </message>
</context>
<context>
    <name>minarai::studio::SplitPanel</name>
    <message>
        <source>Every image by itself.</source>
        <translation>画像を 1 枚ずつ扱います。</translation>
    </message>
    <message>
        <source>Images that look nearly the same stay in one part.</source>
        <translation>ほぼ同じに見える画像は同じ区分に入ります。</translation>
    </message>
    <message>
        <source>%1 groups of several images stay together · %2 names do not fit</source>
        <translation>%1 個のグループ（複数枚）をまとめて分割 · 当てはまらない名前 %2 個</translation>
    </message>
    <message numerus="yes">
        <source>%1 together with %n others</source>
        <translation>
            <numerusform>%1 ほか %n 枚</numerusform>
        </translation>
    </message>
    <message>
        <source>comparing images: %1 of %2</source>
        <translation>画像を比較中：%2 枚中 %1 枚</translation>
    </message>
    <message>
        <source>training</source>
        <translation>学習</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>検証</translation>
    </message>
    <message>
        <source>test</source>
        <translation>テスト</translation>
    </message>
    <message>
        <source>as the folders say</source>
        <translation>フォルダーの区分のとおり</translation>
    </message>
    <message numerus="yes">
        <source>%n groups stay together</source>
        <translation>
            <numerusform>%n 個のグループをまとめたまま分割します</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pairs of look-alikes lie in different parts: the result would look too good.</source>
        <translation>
            <numerusform>似た画像 %n 組が別の区分にあり、結果が実際より良く見えます。</numerusform>
        </translation>
    </message>
    <message>
        <source>✓ No look-alikes in different parts.</source>
        <translation>✓ 似た画像はすべて同じ区分にあります。</translation>
    </message>
    <message>
        <source>Look-alikes are counted when the check of the images is done.</source>
        <translation>似た画像は、画像の確認が終わると数えられます。</translation>
    </message>
    <message>
        <source>Groups: </source>
        <translation>グループ：</translation>
    </message>
    <message>
        <source>look-alikes</source>
        <translation>似た画像</translation>
    </message>
    <message>
        <source>name before the first _</source>
        <translation>名前の最初の _ の前</translation>
    </message>
    <message>
        <source>name before the first -</source>
        <translation>名前の最初の - の前</translation>
    </message>
    <message>
        <source>first number in the name</source>
        <translation>名前の最初の数字</translation>
    </message>
    <message>
        <source>folder below the class</source>
        <translation>クラスの下のフォルダー</translation>
    </message>
    <message>
        <source>Usual ways to tell which images belong together</source>
        <translation>どの画像が同じグループかを決めるよく使う方法</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>分割</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Keep look-alikes together</source>
        <translation>似た画像をまとめる</translation>
    </message>
    <message>
        <source>Images of each class and part</source>
        <translation>クラスと区分ごとの枚数</translation>
    </message>
    <message>
        <source>Save the split</source>
        <translation>分割を保存</translation>
    </message>
    <message>
        <source>Splits (*.json)</source>
        <translation>分割 (*.json)</translation>
    </message>
    <message>
        <source>Saved as “%1”.</source>
        <translation>「%1」として保存しました。</translation>
    </message>
    <message>
        <source>as saved in “%1”</source>
        <translation>「%1」に保存した分割</translation>
    </message>
    <message>
        <source>Write which image is in which part to a file, for other runs and for the command line; “Split” takes it back</source>
        <translation>どの画像をどこで使うかをファイルに書き出します。ほかの学習やコマンドラインでも使え、「分割方法」の欄から読み込めます。</translation>
    </message>
    <message>
        <source>save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>%1 groups of several images stay together</source>
        <translation>複数枚のグループ %1 個は分けません</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>own pattern</source>
        <translation>名前のパターン</translation>
    </message>
</context>
<context>
    <name>minarai::studio::StartRow</name>
    <message>
        <source>random weights</source>
        <translation>ランダムな重み</translation>
    </message>
    <message>
        <source>ImageNet · top-1 %1 % · %2</source>
        <translation>ImageNet · top-1 %1 % · %2</translation>
    </message>
    <message>
        <source>Published by torchvision: %1 % top-1 and %2 % top-5 on ImageNet, measured at %3×%3 px; a download of about %4</source>
        <translation>torchvision が公開している重み：ImageNet で top-1 %1%、top-5 %2%（%3×%3 px で測定）。ダウンロードは約 %4 です。</translation>
    </message>
    <message>
        <source>The best weights of this run, and its size and normalisation</source>
        <translation>この学習の最良の重みと、その入力サイズおよび正規化</translation>
    </message>
    <message>
        <source>file…</source>
        <translation>ファイル…</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>初期の重み</translation>
    </message>
    <message>
        <source>The weights before the first step. Published ones have seen a million photographs and need far fewer of yours.</source>
        <translation>学習を始める前の重みです。公開されている重みは百万枚の写真で学習済みなので、少ない画像で済みます。</translation>
    </message>
    <message>
        <source>Weights to begin with</source>
        <translation>学習の出発点にする重み</translation>
    </message>
    <message>
        <source>Weights (%1)</source>
        <translation>重み (%1)</translation>
    </message>
    <message>
        <source>All files (%1)</source>
        <translation>すべてのファイル (%1)</translation>
    </message>
    <message numerus="yes">
        <source>%n missing</source>
        <translation>
            <numerusform>不足 %n 個</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not in the model</source>
        <translation>
            <numerusform>モデルにないもの %n 個</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of another shape</source>
        <translation>
            <numerusform>形状違い %n 個</numerusform>
        </translation>
    </message>
    <message>
        <source>The weights do not fit this model: %1</source>
        <translation>重みがこのモデルに合いません：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n weights fit</source>
        <translation>
            <numerusform>%n 個の重みが合います</numerusform>
        </translation>
    </message>
    <message>
        <source>the last layer is new: the file&apos;s knows %1 classes</source>
        <translation>最終層は新しく作ります（ファイルの最終層は %1 クラス用）</translation>
    </message>
    <message>
        <source>the last layer is new</source>
        <translation>最終層は新しく作ります</translation>
    </message>
    <message numerus="yes">
        <source>%n others begin from their initial values</source>
        <translation>
            <numerusform>ほかの %n 個は初期値から始まります</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n in the file are not used</source>
        <translation>
            <numerusform>ファイル中の %n 個は使いません</numerusform>
        </translation>
    </message>
    <message>
        <source>Checking the file…</source>
        <translation>ファイルを確かめています…</translation>
    </message>
    <message>
        <source>Not on this computer yet.</source>
        <translation>まだこのコンピューターにありません。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 中 %1</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>ダウンロード</translation>
    </message>
    <message>
        <source>Download %1</source>
        <translation>ダウンロード（%1）</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>中止</translation>
    </message>
    <message>
        <source>Take what fits</source>
        <translation>一致するものだけ使う</translation>
    </message>
    <message>
        <source>Require a full match</source>
        <translation>すべて一致する場合のみ使う</translation>
    </message>
    <message>
        <source>Refuse weights that do not fit as a whole</source>
        <translation>全体が合わない重みは使いません。</translation>
    </message>
    <message>
        <source>Begin with the layers that fit by name and shape; the others begin at random</source>
        <translation>名前と形状が合う層はこの重みから、ほかの層は初期値から始めます。</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>Which weights are taken and which are not, name by name</source>
        <translation>使う重みと使わない重みを 1 つずつ示します。</translation>
    </message>
</context>
<context>
    <name>minarai::studio::StatisticsPanel</name>
    <message numerus="yes">
        <source>Over all pixels of %n training images at their own size, black 0 and white 1. Pretrained networks want the values they were trained with.</source>
        <translation>
            <numerusform>学習用画像 %n 枚の元の大きさの全ピクセルから求めました（黒 0、白 1）。学習済みのネットワークには、その学習に使われた値が必要です。</numerusform>
        </translation>
    </message>
    <message>
        <source>They are known when the check of the images is done.</source>
        <translation>画像の確認が終わると分かります。</translation>
    </message>
    <message>
        <source>The images were not checked.</source>
        <translation>画像は確認されていません。</translation>
    </message>
    <message>
        <source>%1 and more</source>
        <translation>%1 以上</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1〜%2</translation>
    </message>
    <message>
        <source>All images are %1 px.</source>
        <translation>すべて %1 px です。</translation>
    </message>
    <message>
        <source>From %1 to %2 px.</source>
        <translation>%1 から %2 px まであります。</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>統計</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Colours of the training images</source>
        <translation>学習用画像の色</translation>
    </message>
    <message>
        <source>red</source>
        <translation>赤</translation>
    </message>
    <message>
        <source>green</source>
        <translation>緑</translation>
    </message>
    <message>
        <source>blue</source>
        <translation>青</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>deviation</source>
        <translation>標準偏差</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Copies mean and standard deviation as two lines of Python</source>
        <translation>平均と標準偏差を Python の 2 行としてコピーします。</translation>
    </message>
    <message>
        <source>Shorter edge, px</source>
        <translation>短辺（px）</translation>
    </message>
    <message>
        <source>Sizes of the images</source>
        <translation>画像の大きさ</translation>
    </message>
</context>
<context>
    <name>minarai::studio::StatusBar</name>
    <message>
        <source>Cancel</source>
        <translation>中止</translation>
    </message>
    <message>
        <source>nothing leaves this computer</source>
        <translation>データはこのコンピューターの外に出ません</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>進み具合</translation>
    </message>
</context>
<context>
    <name>minarai::studio::TimeBar</name>
    <message>
        <source>epoch %1</source>
        <translation>エポック %1</translation>
    </message>
    <message>
        <source>no epoch yet</source>
        <translation>完了したエポックはまだありません</translation>
    </message>
    <message>
        <source>processor</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>program memory</source>
        <translation>プログラムのメモリ</translation>
    </message>
    <message>
        <source>Load of all cores in the last second</source>
        <translation>直近 1 秒間の全コアの負荷です。</translation>
    </message>
    <message>
        <source>This program has %1; %2 of %3 are free on this machine</source>
        <translation>このプログラムは %1 を使用中です。このコンピューターの空きは %3 中 %2 です。</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>最新を追う</translation>
    </message>
    <message>
        <source>Newest</source>
        <translation>最新</translation>
    </message>
    <message>
        <source>Follow the newest epoch (End)</source>
        <translation>最新のエポックを表示します (End)</translation>
    </message>
    <message>
        <source>Time machine: epoch</source>
        <translation>タイムマシン：エポック</translation>
    </message>
    <message>
        <source>Drag to look back: the images, the matrix and the figures of any epoch (arrow keys, Home, End)</source>
        <translation>ドラッグすると、どのエポックの画像・混同行列・数値にも戻れます（矢印キー、Home、End）。</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>GPU memory</source>
        <translation>GPU メモリ</translation>
    </message>
    <message>
        <source>Load of the device that trains: %1</source>
        <translation>学習に使っているデバイスの使用率：%1</translation>
    </message>
    <message>
        <source>%1 of %2 are in use on the device that trains, by all programs</source>
        <translation>学習に使っているデバイスのメモリ：%2 のうち %1 をすべてのプログラムが使用中</translation>
    </message>
</context>
<context>
    <name>minarai::studio::TopBar</name>
    <message>
        <source>Open a folder</source>
        <translation>フォルダーを開く</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>プロジェクト</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>メニュー</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>デバイス</translation>
    </message>
</context>
<context>
    <name>minarai::studio::TrainPage</name>
    <message>
        <source>The device of this run, %1, is in use. Resume it when it is free.</source>
        <translation>この学習のデバイス %1 は使用中です。空いてから再開してください。</translation>
    </message>
    <message>
        <source>Resume run %1</source>
        <translation>学習 %1 を再開</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>再開</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>一時停止</translation>
    </message>
    <message>
        <source>Pausing…</source>
        <translation>一時停止待ち…</translation>
    </message>
    <message>
        <source>The batch that runs ends first. To go on without a pause: %1</source>
        <translation>実行中のバッチが終わると一時停止します。取りやめて続けるには %1 を押します</translation>
    </message>
    <message>
        <source>Stop without saving</source>
        <translation>保存せずに停止</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>停止処理中…</translation>
    </message>
    <message>
        <source>Stopping after this epoch</source>
        <translation>このエポックで停止します</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Try it on an image</source>
        <translation>画像で試す</translation>
    </message>
    <message numerus="yes">
        <source>There are %n such notices; this is the first.</source>
        <translation>
            <numerusform>このようなお知らせが %n 件あります。これは最初のものです。</numerusform>
        </translation>
    </message>
    <message>
        <source>The run is saved again: nothing was lost.</source>
        <translation>再び保存できるようになりました。失われたものはありません。</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>学習を始める</translation>
    </message>
    <message>
        <source>Go on where this run was interrupted</source>
        <translation>中断したところから学習を続けます。</translation>
    </message>
    <message>
        <source>Stop now or after this epoch; everything is saved</source>
        <translation>今すぐ、またはこのエポックで停止します。すべて保存されます。</translation>
    </message>
    <message>
        <source>Runs of this project</source>
        <translation>このプロジェクトの学習</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>学習</translation>
    </message>
    <message>
        <source>Use its settings</source>
        <translation>この設定を使う</translation>
    </message>
    <message>
        <source>Fill the recipe with the settings of the run that is shown</source>
        <translation>表示中の学習の設定をレシピに入れます。</translation>
    </message>
    <message>
        <source>The learning rate is %1 now.</source>
        <translation>学習率を %1 にしました。</translation>
    </message>
    <message>
        <source>Back to the run</source>
        <translation>学習に戻る</translation>
    </message>
    <message>
        <source>Check…</source>
        <translation>事前チェック…</translation>
    </message>
    <message>
        <source>Try one batch and find the learning rate before the run</source>
        <translation>学習の前に 1 バッチを試し、学習率を探します。</translation>
    </message>
    <message>
        <source>Add to queue</source>
        <translation>キューに追加</translation>
    </message>
    <message>
        <source>Add all %1 folds</source>
        <translation>%1 フォールドをキューに追加</translation>
    </message>
    <message>
        <source>Adds one run for each fold to the queue; what they have in common stands beneath it</source>
        <translation>フォールドごとに 1 つの学習をキューに追加します。全体の結果はその下に表示されます。</translation>
    </message>
    <message>
        <source>Following, read-only</source>
        <translation>経過を表示中（読み取り専用）</translation>
    </message>
    <message>
        <source>Stop following</source>
        <translation>表示をやめる</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Every device is in use. Add the run to the queue: it begins when one is free.</source>
        <translation>すべてのデバイスが使用中です。キューに追加すると、空いたときに始まります。</translation>
    </message>
    <message>
        <source>Another run begins just now. Try again in a moment.</source>
        <translation>別の学習が始まるところです。少し待ってからもう一度お試しください。</translation>
    </message>
    <message>
        <source>%1 of %2 folds</source>
        <translation>フォールド %1/%2 完了</translation>
    </message>
    <message>
        <source>validation accuracy %1
validation loss %2</source>
        <translation>検証の正解率 %1
検証の損失 %2</translation>
    </message>
    <message>
        <source>Mean and standard deviation of the best epochs of all finished runs that differ from the shown one in their fold alone</source>
        <translation>表示中の学習とフォールドの番号だけが異なる、終わったすべての学習について、最良エポックの平均と標準偏差です。</translation>
    </message>
    <message>
        <source>%1 folds are done: validation accuracy %2.</source>
        <translation>%1 フォールドの学習がすべて終わりました。検証の正解率は %2 です。</translation>
    </message>
    <message>
        <source>Cross-validation</source>
        <translation>交差検証</translation>
    </message>
</context>
<context>
    <name>minarai::studio::TrialsPanel</name>
    <message>
        <source>Use %1</source>
        <translation>%1 を使う</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>中止</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>もう一度チェック</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>事前チェック</translation>
    </message>
    <message>
        <source>Find the learning rate</source>
        <translation>学習率を探す</translation>
    </message>
    <message>
        <source>One batch goes through the network and is learned by heart…</source>
        <translation>1 バッチをネットワークに通し、暗記させています…</translation>
    </message>
    <message>
        <source>Tries one batch before the run: shapes, time of an epoch, memory, what guessing would reach, and whether the network can learn one batch by heart.</source>
        <translation>学習の前に 1 バッチを試します。形状、1 エポックの時間、メモリ、ベースラインの正解率、そしてネットワークが 1 バッチを暗記できるかを調べます。</translation>
    </message>
    <message>
        <source>steepest: %1</source>
        <translation>最急降下点：%1</translation>
    </message>
    <message>
        <source>minimum / 10: %1</source>
        <translation>最小点の 1/10：%1</translation>
    </message>
    <message>
        <source>A short trial in which the rate grows with each step: good rates lie where the loss falls steeply, well before it rises again. Nothing of it stays in the run.</source>
        <translation>ステップごとに学習率を上げていく短い試行です。損失が急に下がり、再び上がるより十分手前が良い学習率です。試行は後の学習に何も残しません。</translation>
    </message>
    <message>
        <source>Use this rate</source>
        <translation>この学習率を使う</translation>
    </message>
    <message>
        <source>Drag the line, or move it with the arrow keys, to the rate that you want.</source>
        <translation>線をドラッグするか矢印キーで動かして、学習率を選んでください。</translation>
    </message>
    <message>
        <source>The loss fell at no rate: look at the data and the network first, or try more steps.</source>
        <translation>どの学習率でも損失が下がりませんでした。まずデータとネットワークを確認してください。</translation>
    </message>
    <message>
        <source>Learns one batch</source>
        <translation>1 バッチの暗記</translation>
    </message>
    <message>
        <source>yes: in %1 steps the loss fell from %2 to %3, %4 of its %5 images are right</source>
        <translation>できます：%1 ステップで損失が %2 から %3 に下がり、%5 枚のうち %4 が正解です。</translation>
    </message>
    <message>
        <source>slowly: in %1 steps the loss fell from %2 to %3, %4 of its %5 images are right. A higher learning rate may help.</source>
        <translation>時間がかかります：%1 ステップで損失が %2 から %3 に下がり、%5 枚のうち %4 が正解です。学習率を上げると改善するかもしれません。</translation>
    </message>
    <message>
        <source>no: in %1 steps the loss went from %2 to %3. Try another learning rate, and look at the labels.</source>
        <translation>できません：%1 ステップで損失は %2 から %3 でした。別の学習率を試し、ラベルを確認してください。</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>メモリ</translation>
    </message>
    <message>
        <source>about %1 of %2 that are free</source>
        <translation>空き %2 のうち約 %1</translation>
    </message>
    <message>
        <source>about %1 for %2 epochs, estimated from the image sizes; the first one %3, then %4 each</source>
        <translation>%2 エポックで約 %1（画像サイズからの推定。最初は %3、その後は各 %4）</translation>
    </message>
    <message>
        <source>about %1 for %2 epochs; the first one %3, then %4 each</source>
        <translation>%2 エポックで約 %1（最初は %3、その後は各 %4）</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>Shapes</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>%1 becomes %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>画像</translation>
    </message>
    <message>
        <source>%1 to train, %2 to validate; %3 steps an epoch</source>
        <translation>学習 %1 枚、検証 %2 枚、1 エポック %3 ステップ</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>パラメータ</translation>
    </message>
    <message>
        <source>%1, of them %2 are trained</source>
        <translation>%1（学習対象 %2）</translation>
    </message>
    <message>
        <source>Guessing</source>
        <translation>ベースライン</translation>
    </message>
    <message>
        <source>always “%1” gives an accuracy of %2; a network that knows nothing has a loss of %3</source>
        <translation>常に「%1」と答えたときの正解率は %2、学習前の損失の目安は %3 です。</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>デバイス</translation>
    </message>
    <message numerus="yes">
        <source>%1 · %2 · %n threads</source>
        <translation>
            <numerusform>%1 · %2 · %n スレッド</numerusform>
        </translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>問題</translation>
    </message>
    <message>
        <source>good</source>
        <translation>良好</translation>
    </message>
    <message>
        <source>bad</source>
        <translation>問題あり</translation>
    </message>
    <message>
        <source>Check before the start</source>
        <translation>事前チェック</translation>
    </message>
    <message>
        <source>Learning-rate range test</source>
        <translation>学習率の範囲テスト</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>損失</translation>
    </message>
    <message>
        <source>smoothed</source>
        <translation>平滑化</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>学習率</translation>
    </message>
    <message>
        <source>The loss at each learning rate will appear here.</source>
        <translation>各学習率での損失がここに表示されます。</translation>
    </message>
    <message>
        <source>Losses beyond twice the first one are drawn at that height</source>
        <translation>最初の 2 倍を超える損失は、その高さで描いています。</translation>
    </message>
</context>
<context>
    <name>minarai::studio::ValidationWall</name>
    <message>
        <source>Validation images</source>
        <translation>検証画像</translation>
    </message>
    <message>
        <source>What the network says of each validation image, wrong answers first: after the first epoch.</source>
        <translation>最初のエポックのあと、
検証画像の予測を
不正解から順に表示します。</translation>
    </message>
    <message>
        <source>Show all images again</source>
        <translation>すべての画像に戻す</translation>
    </message>
    <message>
        <source>became right since the epoch before</source>
        <translation>前のエポックから正解に変わりました</translation>
    </message>
    <message>
        <source>became wrong since the epoch before</source>
        <translation>前のエポックから不正解に変わりました</translation>
    </message>
    <message>
        <source>another wrong class than in the epoch before</source>
        <translation>前のエポックとは別の不正解に変わりました</translation>
    </message>
    <message>
        <source>%1, as labelled</source>
        <translation>%1（ラベルどおり）</translation>
    </message>
    <message>
        <source>Labelled %1 (%2), taken for %3 (%4)</source>
        <translation>ラベルは %1（%2）、予測は %3（%4）</translation>
    </message>
    <message>
        <source>Forgotten: it was right in an earlier epoch.</source>
        <translation>忘却：以前のエポックでは正解でした。</translation>
    </message>
    <message>
        <source>It was never right so far.</source>
        <translation>これまで一度も正解していません。</translation>
    </message>
    <message>
        <source>The next run knows it as %1.</source>
        <translation>次の学習では %1 として扱います。</translation>
    </message>
    <message>
        <source>Excluded from the next run.</source>
        <translation>次の学習では除外します。</translation>
    </message>
    <message>
        <source>✓ %1</source>
        <translation>✓ %1</translation>
    </message>
    <message>
        <source>✗ labelled %1: %2</source>
        <translation>✗ ラベルは %1：%2</translation>
    </message>
    <message>
        <source>1 to 9, 0: class · X: exclude or include · Ctrl+Z: undo</source>
        <translation>1〜9, 0：クラス · X：除外・戻す · Ctrl+Z：元に戻す</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>不正解</translation>
    </message>
    <message>
        <source>flipped</source>
        <translation>予測が変化</translation>
    </message>
    <message>
        <source>forgotten</source>
        <translation>忘却</translation>
    </message>
    <message>
        <source>always wrong</source>
        <translation>常に不正解</translation>
    </message>
    <message>
        <source>all classes</source>
        <translation>全クラス</translation>
    </message>
    <message>
        <source>No image is like this in this epoch.</source>
        <translation>このエポックには当てはまる画像がありません。</translation>
    </message>
    <message>
        <source>Which images: flipped since the epoch before, forgotten (right before, wrong now), or wrong in every epoch so far</source>
        <translation>表示する画像：前のエポックから予測が変化、忘却（以前は正解で今は不正解）、これまで常に不正解</translation>
    </message>
    <message>
        <source>Which images</source>
        <translation>表示する画像</translation>
    </message>
    <message>
        <source>Images of which class</source>
        <translation>どのクラスの画像か</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>クラス</translation>
    </message>
    <message>
        <source>wrong first</source>
        <translation>不正解が先</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>検証</translation>
    </message>
</context>
<context>
    <name>minarai::studio::Variants</name>
    <message>
        <source>%1: left out</source>
        <translation>%1：適用なし</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>minarai::studio::ViewerPanel</name>
    <message>
        <source>%1 × %2 px</source>
        <translation>%1 × %2 px</translation>
    </message>
    <message>
        <source>This image cannot be read</source>
        <translation>この画像は読み込めません</translation>
    </message>
    <message>
        <source>Choose an image to look into it</source>
        <translation>画像を選ぶと詳しく見られます。</translation>
    </message>
    <message>
        <source>training</source>
        <translation>学習</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>検証</translation>
    </message>
    <message>
        <source>test</source>
        <translation>テスト</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>画像</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>クラス</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>フォルダー</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>区分</translation>
    </message>
    <message>
        <source>Image size</source>
        <translation>画像サイズ</translation>
    </message>
    <message>
        <source>File size</source>
        <translation>ファイルサイズ</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>excluded</source>
        <translation>除外</translation>
    </message>
    <message>
        <source>Predicted</source>
        <translation>予測</translation>
    </message>
    <message>
        <source>right</source>
        <translation>正解</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>不正解</translation>
    </message>
</context>
<context>
    <name>minarai::studio::WelcomePage</name>
    <message>
        <source>Opening “%1”…</source>
        <translation>「%1」を開いています…</translation>
    </message>
    <message>
        <source>Opening “%1”: %2 images</source>
        <translation>「%1」を開いています：%2 枚</translation>
    </message>
    <message>
        <source>Teach this computer to tell images apart</source>
        <translation>画像の見分け方をこのコンピューターに教えましょう</translation>
    </message>
    <message>
        <source>Open a folder that holds one folder of images for each class. Minarai learns from them here, on this machine.</source>
        <translation>クラスごとに画像を分けたフォルダーを開いてください。
学習はこのコンピューターの中だけで行います。</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>フォルダーを開く…</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>フォルダーを開く</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>サンプルを試す</translation>
    </message>
    <message>
        <source>Small drawn pictures, for a first look</source>
        <translation>最初に試すための、小さな図形の画像です。</translation>
    </message>
    <message>
        <source>or drop a folder anywhere in this window</source>
        <translation>または、このウィンドウにフォルダーをドロップしてください。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>中止</translation>
    </message>
    <message>
        <source>Recent folders</source>
        <translation>最近使ったフォルダー</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>ようこそ</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>取り込む…</translation>
    </message>
    <message>
        <source>MNIST, Fashion-MNIST, CIFAR</source>
        <translation>MNIST、Fashion-MNIST、CIFAR</translation>
    </message>
</context>
<context>
    <name>minarai::widgets::ArchitectureModel</name>
    <message>
        <source>measuring…</source>
        <translation>測定中…</translation>
    </message>
    <message>
        <source>%1, in use</source>
        <translation>%1、使用中</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>アーキテクチャ</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>系列</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>パラメータ数</translation>
    </message>
    <message>
        <source>Multiply-adds</source>
        <translation>積和演算</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>重み</translation>
    </message>
    <message>
        <source>ImageNet top-1</source>
        <translation>ImageNet top-1</translation>
    </message>
    <message>
        <source>ms/image</source>
        <translation>ms/枚</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>メモリ</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>1 エポック</translation>
    </message>
    <message>
        <source>Numbers that training adjusts</source>
        <translation>学習で調整される数です。</translation>
    </message>
    <message>
        <source>Multiplications with addition for one image</source>
        <translation>画像 1 枚あたりの積和演算の回数です。</translation>
    </message>
    <message>
        <source>Size of the saved weights</source>
        <translation>保存した重みの大きさです。</translation>
    </message>
    <message>
        <source>Published top-1 accuracy on ImageNet of the weights that can be had</source>
        <translation>入手できる重みについて公表された ImageNet の top-1 正解率です。</translation>
    </message>
    <message>
        <source>Training time of an image, measured on this machine</source>
        <translation>このコンピューターで測定した、画像 1 枚の学習時間です。</translation>
    </message>
    <message>
        <source>Time of an epoch: a forecast for the images that are open</source>
        <translation>1 エポックの時間です。開いている画像についての予測です。</translation>
    </message>
    <message>
        <source>Memory of training, measured on this machine</source>
        <translation>このコンピューターで測定した、学習に必要なメモリです。</translation>
    </message>
</context>
<context>
    <name>minarai::widgets::ConfusionView</name>
    <message>
        <source>The matrix appears after the first validation.</source>
        <translation>最初の検証のあとに行列が表示されます。</translation>
    </message>
    <message>
        <source>Confusion matrix</source>
        <translation>混同行列</translation>
    </message>
    <message>
        <source>%1 truth %2, predicted %3: %4 (%5 of all predicted %3)</source>
        <translation>%1 正解 %2、予測 %3：%4 枚（予測 %3 全体の %5）</translation>
    </message>
    <message>
        <source>%1 truth %2, predicted %3: %4 (%5 of %2)</source>
        <translation>%1 正解 %2、予測 %3：%4 枚（%2 の %5）</translation>
    </message>
    <message>
        <source>%1 classes, %2 of %3 right (%4).</source>
        <translation>%1 クラス、%3 枚中 %2 枚正解（%4）。</translation>
    </message>
</context>
<context>
    <name>minarai::widgets::CurveChart</name>
    <message>
        <source>%1: %2 at %3</source>
        <translation>%1：%3 で %2</translation>
    </message>
    <message>
        <source>The curve appears here as soon as there are values.</source>
        <translation>値が出ると、ここに曲線が表示されます。</translation>
    </message>
    <message>
        <source>log</source>
        <translation>対数</translation>
    </message>
    <message>
        <source>Logarithmic axis</source>
        <translation>対数軸</translation>
    </message>
    <message>
        <source>export</source>
        <translation>書き出し</translation>
    </message>
    <message>
        <source>Export as PNG, PDF, SVG or CSV</source>
        <translation>PNG、PDF、SVG、CSV で書き出します。</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>全体を表示</translation>
    </message>
    <message>
        <source>Show everything (Home or double click)</source>
        <translation>全体を表示（Home またはダブルクリック）</translation>
    </message>
    <message>
        <source>Export chart</source>
        <translation>グラフを書き出す</translation>
    </message>
    <message>
        <source>PNG picture (*.png)</source>
        <translation>PNG 画像 (*.png)</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>SVG drawing (*.svg)</source>
        <translation>SVG 図 (*.svg)</translation>
    </message>
    <message>
        <source>CSV table (*.csv)</source>
        <translation>CSV 表 (*.csv)</translation>
    </message>
</context>
<context>
    <name>minarai::widgets::GalleryModel</name>
    <message>
        <source>right</source>
        <translation>正解</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>不正解</translation>
    </message>
    <message>
        <source>changed from %1</source>
        <translation>%1 から変更</translation>
    </message>
    <message>
        <source>excluded</source>
        <translation>除外</translation>
    </message>
</context>
<context>
    <name>minarai::widgets::GraphView</name>
    <message>
        <source>Graph</source>
        <translation>グラフ</translation>
    </message>
    <message>
        <source>Input %1 of %2: %3</source>
        <translation>入力 %1/%2：%3</translation>
    </message>
</context>
<context>
    <name>minarai::widgets::ImageView</name>
    <message>
        <source>No image</source>
        <translation>画像なし</translation>
    </message>
    <message>
        <source>%1 × %2 pixels, shown at %3</source>
        <translation>%1 × %2 px、表示倍率 %3</translation>
    </message>
    <message>
        <source>%1 × %2 · %3</source>
        <translation>%1 × %2 · %3</translation>
    </message>
</context>
<context>
    <name>minarai::widgets::LayerModel</name>
    <message>
        <source>Layer</source>
        <translation>層</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>出力</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>パラメータ数</translation>
    </message>
    <message>
        <source>Multiply-adds</source>
        <translation>積和演算</translation>
    </message>
    <message>
        <source>Learning</source>
        <translation>学習のしかた</translation>
    </message>
    <message>
        <source>frozen</source>
        <translation>凍結</translation>
    </message>
</context>
<context>
    <name>minarai::widgets::MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation>このお知らせを閉じる</translation>
    </message>
</context>
<context>
    <name>minarai::widgets::ParamEditor</name>
    <message>
        <source>Choose file…</source>
        <translation>ファイルを選ぶ…</translation>
    </message>
</context>
<context>
    <name>minarai::widgets::ParamForm</name>
    <message>
        <source>Fewer settings</source>
        <translation>設定を減らす</translation>
    </message>
    <message>
        <source>More settings</source>
        <translation>詳しい設定</translation>
    </message>
</context>
<context>
    <name>minarai::widgets::ParamHelp</name>
    <message>
        <source>over %1, up to %2</source>
        <translation>%1 より大きく %2 まで</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1〜%2</translation>
    </message>
    <message>
        <source>over %1</source>
        <translation>%1 より大きい</translation>
    </message>
    <message>
        <source>at least %1</source>
        <translation>%1 以上</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>%1 以下</translation>
    </message>
    <message>
        <source>Range: %1</source>
        <translation>範囲：%1</translation>
    </message>
    <message>
        <source>on</source>
        <translation>オン</translation>
    </message>
    <message>
        <source>off</source>
        <translation>オフ</translation>
    </message>
    <message>
        <source>Default: %1</source>
        <translation>既定：%1</translation>
    </message>
    <message>
        <source>Key: %1</source>
        <translation>キー：%1</translation>
    </message>
    <message>
        <source>on or off</source>
        <translation>オンまたはオフ</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>数値</translation>
    </message>
    <message>
        <source>whole numbers separated by commas</source>
        <translation>カンマ区切りの整数</translation>
    </message>
    <message>
        <source>numbers separated by commas</source>
        <translation>カンマ区切りの数値</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文字列</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>minarai::widgets::ParamRow</name>
    <message>
        <source>Reset this setting</source>
        <translation>この設定を元に戻す</translation>
    </message>
</context>
<context>
    <name>minarai::widgets::SmoothingButton</name>
    <message>
        <source>smooth</source>
        <translation>平滑化</translation>
    </message>
    <message>
        <source>Smooth the training curves for the eye; the data stay faint behind them</source>
        <translation>見やすいように学習の曲線を平滑化します。元のデータは後ろに薄く残ります</translation>
    </message>
    <message>
        <source>Smoothing, %1</source>
        <translation>平滑化、%1</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>平滑化</translation>
    </message>
    <message>
        <source>smooth %1</source>
        <translation>平滑化 %1</translation>
    </message>
</context>
<context>
    <name>minarai::widgets::StepCard</name>
    <message>
        <source>%1 on</source>
        <translation>%1 のオン・オフ</translation>
    </message>
    <message>
        <source>off</source>
        <translation>オフ</translation>
    </message>
    <message>
        <source>Duplicate (Ctrl+D)</source>
        <translation>複製 (Ctrl+D)</translation>
    </message>
    <message>
        <source>Remove (Del)</source>
        <translation>削除 (Del)</translation>
    </message>
</context>
<context>
    <name>minarai::widgets::TimeText</name>
    <message>
        <source>%1 ms</source>
        <comment>duration</comment>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <comment>duration</comment>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <comment>duration</comment>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <comment>duration</comment>
        <translation>%1 分</translation>
    </message>
    <message>
        <source>%1 h</source>
        <comment>duration</comment>
        <translation>%1 時間</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <comment>duration</comment>
        <translation>%1 時間 %2 分</translation>
    </message>
    <message>
        <source>%1 d</source>
        <comment>duration</comment>
        <translation>%1 日</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <comment>duration</comment>
        <translation>%1 日 %2 時間</translation>
    </message>
    <message>
        <source>%1 %</source>
        <comment>percentage</comment>
        <translation>%1%</translation>
    </message>
</context>
<context>
    <name>minarai::widgets::ValueSlider</name>
    <message>
        <source>%1, from</source>
        <translation>%1（下限）</translation>
    </message>
    <message>
        <source>%1, to</source>
        <translation>%1（上限）</translation>
    </message>
</context>
</TS>
