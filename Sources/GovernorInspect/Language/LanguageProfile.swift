/// The frequent words of a language, as people who know it would list them: articles, prepositions, pronouns, auxiliaries.
enum LanguageProfile {
    /// Languages that share an alphabet with others and are told apart by words: ISO 639-1, the letters of the alphabet
    /// beyond ASCII in lower case, and the words.
    static let texts: [(code: String, letters: String, words: String)] = [
        (
            "en", "éï",
            """
            the of and to in a is that for it was on with as be at by this have from are not but had his they she \
            which you one we all were her there been their has will would more when who so no if what my out up about \
            into them can could your how do i an or he me than some very any our just now people because where does \
            did should
            """
        ),
        (
            "de", "äöüßé",
            """
            der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er \
            hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor \
            zur bis mehr durch man sein wurde ich du wir ihr was wenn kann mir mich kein keine schon sehr hier diese \
            dieser dieses können müssen bitte
            """
        ),
        (
            "fr", "àâæçéèêëîïôœùûüÿ",
            """
            de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec ou aux \
            cette mais comme nous vous je tu elle on leur son sa ses été être ont fait si tout même sans peut ces \
            dont où après entre c'est d'un qu'il très bien deux faire avoir mon votre notre quand aussi était quel \
            comment
            """
        ),
        (
            "es", "áéíñóúü",
            """
            de la que el en y a los se del las un por con no una su para es al lo como más pero sus le ya o este sí \
            porque esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos durante uno ni \
            contra otros ese eso ante ellos e esto mí qué fue son está ser tiene puede usted cómo han había si yo tú \
            mi
            """
        ),
        (
            "pt", "ãáàâçéêíóôõú",
            """
            de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu \
            sua ou ser quando muito há nos já está eu também só pelo pela até isso ela entre era depois sem mesmo aos \
            ter seus quem nas me esse eles estão você tinha foram essa num nem suas meu às minha são pode fazer isto \
            onde
            """
        ),
        (
            "it", "àèéìíîòóùú",
            """
            di e il la che in a per è un del non sono con le si da una dei come i più nel alla anche della al ha lo \
            ma gli delle se nella dal o su ci questo questa essere stato quando tutti tra mi ho hanno cosa molto così \
            dopo sua suo fare loro prima due perché io tu noi voi lei lui degli dove sia può cui chi ogni senza solo \
            già
            """
        ),
        (
            "nl", "éëïóöèü",
            """
            de het een van en in is dat op te zijn met voor die niet aan er om ook als dan maar bij of uit door naar \
            heeft hij ze wordt deze wel nog over dit tot kan je we was worden geen had veel meer al moet ik zo hun \
            haar wat wie waar u jij mijn onze hebben werd zou zich omdat kunnen alleen tegen hoe zeer daar tussen \
            onder
            """
        ),
        (
            "sv", "åäöé",
            """
            och att det i på är som en för av med den till ett om har de inte var han men från så vi jag kan när hon \
            ska vid eller också nu då man där efter sig sin mycket hade över bara alla under mot vad vara blev får \
            detta varit skulle utan mellan något dem hur här finns denna många mer du ni mig dig sina skall
            """
        ),
        (
            "da", "æøåé",
            """
            og i at det er en til på af som de for med der den har ikke et fra han var men om vi jeg sig kan så ved \
            eller skal også når blev være hun efter havde man deres nu dette end alle hvor over mange meget ud bliver \
            under hans op mod da dem sin mig kun ville hvad noget disse blive sammen går
            """
        ),
        (
            "no", "æøåéòô",
            """
            og i det på som er en til å for av at med den de har ikke et fra han var men om vi jeg seg kan så ved \
            eller skal også når ble være hun etter hadde man deres nå dette enn alle hvor over mange mye ut blir \
            under hans opp mot da dem sin meg bare ville hva noe disse bli sammen går fordi hvordan noen ifølge
            """
        ),
        (
            "fi", "äöå",
            """
            ja on ei että se oli hän mutta ovat joka kun niin kuin myös olla tai sen jos ole mitä vain ne sitä minä \
            sinä me te he nyt jo siitä tämä voi vielä kanssa mukaan jälkeen ennen ollut hänen kaikki siis sekä olisi \
            näin koska mikä missä miten tässä tämän sille minun eivät muun hyvin paljon enemmän sitten täällä siellä
            """
        ),
        (
            "pl", "ąćęłńóśźż",
            """
            i w na z się do nie że to jest o jak za od po przez ale tym są co dla jego był być tak może ich już tylko \
            czy ma oraz która które który było jej lub także przy ze gdy jako bez między nad pod mnie mi ja ty my wy \
            oni ona on tego tej te ten można więc jednak bardzo kiedy gdzie jeszcze pan mam masz będzie sobie
            """
        ),
        (
            "cs", "áčďéěíňóřšťúůýž",
            """
            a v se na je že s z do o to i ve pro za by jako jsou po jeho ale od který která které nebo k při jak až \
            být tak co byl bylo byla podle už jen má také ke není tím před své kde když aby mezi pod nad bez jsem \
            jste jsme ten ta tento této tuto může velmi proč více než její však ještě můžete
            """
        ),
        (
            "sk", "áäčďéíĺľňóôŕšťúýž",
            """
            a v sa na je že s z do o to i vo pre za by ako sú po jeho ale od ktorý ktorá ktoré alebo k pri až byť tak \
            čo bol bolo bola podľa už len má tiež nie tým pred kde keď aby medzi pod nad bez som ste sme ten tá tento \
            tejto túto môže veľmi prečo viac než jej však ešte môžete ktorých takže prípade
            """
        ),
        (
            "ro", "ăâîșşțţ",
            """
            de și în la a cu pe nu un o din că este care pentru mai se au sau ca fi prin fost lui ce după dar al sunt \
            ale cel cea unui unei am ai are foarte când acest această aceste fără poate dacă despre între ei el ea \
            noi voi lor numai doar tot toate cum unde era avea până asupra acum astfel câte trebuie
            """
        ),
        (
            "hu", "áéíóöőúüű",
            """
            a az és hogy nem is egy van de ez meg volt csak már mint ha vagy el még ki azt kell mert minden én te ő \
            mi ti ők ezt pedig akkor olyan után lehet aki ami amely között szerint nagyon több való során majd alatt \
            ezek azok hogyan miért vannak voltak lenne így itt ott fel be le ne sem két új más által
            """
        ),
        (
            "tr", "çğıiöşüâî\u{307}",
            """
            ve bir bu da de için ile çok en daha olarak gibi ne olan ama var kadar sonra o ben sen biz siz onlar \
            değil mi mı ki her şey ya veya ise bana beni onun olduğu olduğunu tarafından üzerinde nasıl neden nerede \
            yok şu diye göre önce bile hem ancak iki oldu eden etmek kendi bütün büyük yeni yıl bunu
            """
        ),
        (
            "id", "é",
            """
            yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena tersebut bisa ada mereka \
            lebih kata tahun sudah atau saat oleh menjadi orang ia telah adalah seperti sebagai bahwa dapat para \
            harus namun kita dua satu masih hari hanya mengatakan kepada kami setelah melakukan lalu belum lain dia \
            kalau terjadi banyak anda apa bagaimana
            """
        ),
        (
            "vi", "áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵ",
            """
            và của là có được cho không trong một các những với người này đã để khi từ đến về như cũng ra tôi nhiều \
            còn tại sẽ vào bị làm nhưng hay nếu theo sau trên thì rất đó ở lại bạn năm nước phải nói đang hơn cùng \
            chúng gì thế nào việc biết anh chị ông bà mình vì hai ai đi
            """
        ),
        (
            "ca", "àçèéíïòóúü·",
            """
            de la i el que a en les per un amb una del és els no es al com més o són ha seu seva aquest aquesta però \
            també pel dels va molt on quan fins entre sobre tot ser sense aquests aquestes perquè des ja si hi ho li \
            et em nosaltres vosaltres ells meu teva qui què així només després pot fer estat havia cada qual
            """
        ),
        (
            "hr", "čćđšž",
            """
            i u je na da se su za od s o a koji koja koje kao iz do to što ali ili po bi nije ne sve sam biti bio \
            bila bilo nakon te može samo kako više prije između pri kod zbog ako još već kada gdje mi ti vi oni ona \
            on njegov njihov ovaj ova ovo taj tako vrlo jer nego dok neki svoje imaju treba
            """
        ),
        (
            "ru", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
            """
            и в не на что я с он как это по но они мы она из у за то от так для о же все было если быть вы который \
            его ее бы уже или только был есть при до когда этот чтобы там даже нет ты их может мне во также где чем \
            после более этого можно будет под время очень без год своей
            """
        ),
        (
            "uk", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'",
            """
            і в не на що я з він як це по але вони ми вона із у за та від так для про же все було якщо бути ви який \
            його її б вже або тільки був є при до коли цей щоб там навіть немає ти їх може мені також де ніж після \
            більше цього можна буде під час дуже без рік своєї й які
            """
        ),
        (
            "bg", "абвгдежзийклмнопрстуфхцчшщъьюяѝ",
            """
            и в не на че аз с той как това по но те ние тя из у за от така или само бил е при до кога този да там \
            дори няма ти им може ми също къде след повече ще под време много без година своята са се като към което \
            който която ли беше има във със между
            """
        ),
        (
            "sr", "абвгдђежзијклљмнњопрстћуфхцчџш",
            """
            и у је на да се су за од с о а који која које као из до то што али или по би није не све сам бити био \
            била било након те може само како више пре између при код због ако још већ када где ми ти ви они она он \
            његов њихов овај ова ово тај тако веома јер него док
            """
        ),
        (
            "ar", "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي\u{64B}\u{64C}\u{64D}\u{64E}\u{64F}\u{650}\u{651}\u{652}",
            """
            في من على أن إلى عن هذا هذه التي الذي كان مع ما لا هو هي أو كل بعد بين قد لم لن كما إن ذلك حيث عند حتى \
            قبل أي غير كانت يكون تم خلال هناك نحن أنت أنا كيف ماذا لماذا أيضا وقد وهو ثم منذ بعض لكن ولا إذا
            """
        ),
        (
            "fa", "ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی\u{64B}\u{651}",
            """
            و در به از که این را با است برای آن یک خود تا کرد بر هم نیز شود می ها های شده اما یا ما من او شما بود \
            دارد باید چه هر اگر نمی کند شد پس بین روی پیش همه چرا چگونه کنید بودند دیگر
            """
        ),
        (
            "ur", "ءآأؤئابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھیےۂۃ",
            """
            اور کے میں کی ہے سے کو کا نے پر کہ یہ ہیں ایک بھی اس وہ نہیں تو ہو کر تھا کیا جو لیے گیا ان تھے ہی یا \
            اپنے تک ہوئے آپ ہم کوئی کچھ جب مگر لیکن کیوں کیسے رہا ساتھ
            """
        ),
    ]
}
