/**
 * Headings of address books, phones and customer systems in their commonest languages. Names are whole
 * headings; headings of telephone numbers are made of words, for they are put together freely: `Business
 * Phone 2`, `Tel. dienstlich`, `Privattelefon`, `Numéro de portable`.
 */

/** Whole names, of persons or of whatever a line is. */
export const NAMES = `
  name; full name; display name; contact; contact name; caller; caller name; file as; title and name; person; who
  kontakt; anzeigename; vollständiger name; voller name; vollername; ansprechpartner; vor und nachname; speichern unter
  nom complet; nom à afficher; nom affiché; nom et prénom; prénom et nom; nom
  nombre completo; nombre y apellidos; nombre para mostrar; contacto; nombre
  nome completo; nome e cognome; nome visualizzato; nominativo; contatto; nome; nome de exibição; nome para exibição; contato
  naam; volledige naam; weergavenaam; contactpersoon; contactnaam
  namn; fullständigt namn; visningsnamn; navn; fullt navn; fulde navn; visningsnavn; kontaktnavn
  nimi; koko nimi; näyttönimi; nafn; fullt nafn
  imię i nazwisko; nazwa; nazwa wyświetlana; pełna nazwa; jméno a příjmení; celé jméno; zobrazované jméno
  meno a priezvisko; celé meno; zobrazované meno; ime i prezime; ime in priimek; puno ime; име и презиме; ime
  név; teljes név; megjelenítendő név; nume complet; nume și prenume; nume si prenume; nume afișat
  име и фамилия; пълно име; имя и фамилия; фамилия и имя; фио; ф и о; полное имя; отображаемое имя; контакт; название
  піб; п і б; повне імя; імя та прізвище; прізвище та імя; назва; ονοματεπώνυμο; πλήρες όνομα; εμφανιζόμενο όνομα; επαφή
  ad soyad; adı soyadı; tam ad; tam adı; görünen ad; isim soyisim; kişi; ad və soyad
  الاسم; الاسم الكامل; اسم; اسم العرض; جهة الاتصال; نام کامل; نام و نام خانوادگی; נ; שם; שם מלא; שם תצוגה; איש קשר
  नाम; पूरा नाम; 姓名; 名称; 联系人; 聯絡人; 全名; 显示名称; 顯示名稱; 名稱; 氏名; 名前; お名前; 表示名; フルネーム; 連絡先
  이름; 성명; 전체 이름; 표시 이름; 연락처; họ và tên; họ tên; tên đầy đủ; tên hiển thị; nama; nama lengkap; nama penuh
  ชื่อ นามสกุล; ชื่อ สกุล; ชื่อเต็ม; ชื่อที่แสดง; vardas ir pavardė; vārds un uzvārds; vārds uzvārds; ees ja perekonnanimi; täisnimi
  nom i cognoms; izen abizenak; nome e apelidos; имя контакта
`;

/** Given names; also those that are a whole name where no last name stands beside them. */
export const FIRST = `
  first name; first; given name; given; forename; christian name; vorname; rufname; prénom; prénoms; nombre de pila; nombres; primer nombre
  nome proprio; primeiro nome; nome próprio; voornaam; roepnaam; förnamn; fornavn; etunimi; fornafn; eiginnafn
  imię; jméno; křestní jméno; meno; krstné meno; ime; osobno ime; име; keresztnév; utónév; prenume
  имя; лично име; собствено име; імя; όνομα; ad; adı; isim; ilk ad; الاسم الأول; الإسم الأول; نام; שם פרטי
  पहला नाम; प्रथम नाम; 名; 名字; 名前; 下の名前; tên; nama depan; nama pertama; ชื่อ; ชื่อจริง; ชื่อต้น; vardas; vārds; eesnimi; izena; nom de pila
  이름
`;

export const MIDDLE = `
  middle name; middle; additional name; second name; weitere vornamen; zweiter vorname; deuxième prénom; autres prénoms; segundo nombre
  secondo nome; segundo nome; nome do meio; tussenvoegsel; tweede naam; mellannamn; mellomnavn; mellemnavn; toinen nimi
  drugie imię; prostřední jméno; druhé jméno; stredné meno; отчество; по батькові; бащино име; презиме; πατρώνυμο; μεσαίο όνομα
  ikinci ad; göbek adı; اسم الأب; الاسم الأوسط; שם אמצעי; tên đệm; nama tengah; ชื่อกลาง; ミドルネーム
`;

/** Family names. */
export const LAST = `
  last name; last; surname; family name; family; nachname; familienname; zuname; nom de famille; nom; apellido; apellidos; primer apellido
  cognome; cognomi; sobrenome; apelido; apelidos; último nome; achternaam; familienaam; efternamn; etternavn; efternavn; sukunimi; eftirnafn
  nazwisko; příjmení; priezvisko; prezime; priimek; презиме; фамилия; фамилно име; vezetéknév; családnév; nume; nume de familie
  прізвище; επώνυμο; επίθετο; soyad; soyadı; soyisim; اسم العائلة; اللقب; الكنية; الاسم الأخير; نام خانوادگی; שם משפחה
  उपनाम; अंतिम नाम; 姓; 姓氏; 苗字; 名字(姓); 성; 성씨; họ; nama belakang; nama keluarga; นามสกุล; สกุล; pavardė; uzvārds; perekonnanimi; perenimi; cognoms; abizena
`;

/** Second family names, behind the first. */
export const SECOND_LAST = `segundo apellido; segon cognom; second last name; second surname; apellido materno`;

/** Firms, for a line without a person. */
export const FIRMS = `
  company; company name; organization; organisation; organization name; organisation name; organization 1 name; business name; employer; account name; associated company
  firma; firmenname; unternehmen; organisation; arbeitgeber; société; entreprise; nom de la société; organisme; empresa; nombre de la empresa; compañía
  organización; azienda; società; ditta; ragione sociale; nome azienda; nome da empresa; organização; companhia; bedrijf; bedrijfsnaam; organisatie
  företag; företagsnamn; firmanavn; firmanamn; virksomhed; bedrift; selskap; yritys; fyrirtæki; nazwa firmy; organizacja; společnost; spoločnosť; organizace
  tvrtka; poduzeće; podjetje; предузеће; фирма; компания; организация; компанія; підприємство; cég; cégnév; vállalat; szervezet; companie; organizație
  εταιρεία; οργανισμός; şirket; firma adı; kuruluş; الشركة; شركة; شرکت; סם חברה; חברה; שם חברה; ארגון; कंपनी; 公司; 公司名称; 公司名稱; 单位; 会社; 会社名; 法人名
  회사; 회사명; công ty; tổ chức; perusahaan; syarikat; บริษัท; องค์กร; įmonė; uzņēmums; ettevõte
`;

/** Words that alone make a heading one of a number to call. */
export const PHONES = `
  phone phones telephone tel tels mobile mob mobil cell cellular cellphone cellphones handy smartphone iphone callerid landline callback
  telefon telefone rufnummer rufnr handynummer mobilfunk mobiltelefon festnetz autotelefon fon tlf tfn tln
  téléphone telephone portable gsm mobiles fixe fixes telefoon mobiel mobieltje 06
  teléfono móvil celular fijo telf telefono cellulare cell fisso telemóvel telemovel telefone celular
  mobilnummer mobiltelefon mobiltelefonnummer puhelin puh matkapuhelin kännykkä gsm puhelinnumero sími farsími símanúmer
  telefonu komórka komórkowy komórkowe kom komórkowego telefony telefona telefonní telefónne mobilní mobilný mobilni мобител mobitel телефон тел телефона телефони телефоны телефонный
  мобильный мобильного моб сотовый сотового мобільний мобільного моб мобилен мобилни телефонен telefonszám mobiltelefon mobilszám
  telefonul mobilul τηλέφωνο τηλεφώνου κινητό κινητού σταθερό τηλ telefonu cep ceptelefonu gsm
  الهاتف هاتف الجوال جوال الموبايل موبايل المحمول محمول تلفن موبایل همراه טלפון נייד פלאפון סלולרי
  फोन फ़ोन मोबाइल दूरभाष 电话 電話 手机 手機 移动 移動 电话号码 電話番号 携帯 携帯電話 固定電話 座机 行動 ケータイ
  전화 전화번호 휴대폰 휴대전화 핸드폰 모바일 điện thoại đt sđt dđ di động telepon telp hp ponsel telefon bimbit โทร โทรศัพท์ มือถือ เบอร์โทร เบอร์โทรศัพท์
  telefonas telefono mobilusis mob tālrunis tālruņa mobilais mobiil telefoni
`;

/** Words that are of a number where nothing says of what: `Number`, `Nummer privat`. */
export const NUMBERS = `
  number numbers no nr num nummer nummern numéro numero número nro numer numeru número nummer numurs númer číslo čísla broj številka број номер номера номеру szám numărul număr
  αριθμός numara numarası رقم شماره מספר מס नंबर संख्या 号码 號碼 番号 번호 số nomor nombor หมายเลข เบอร์ numeris number
`;

/** Words that say which of somebody's numbers it is; they mean nothing of their own. */
export const PLACES = `
  home work business office private personal primary main other second secondary alternate alternative default contact direct preferred person caller value first radio car
  privat private privater geschäftlich geschäft dienstlich dienst beruflich arbeit büro zuhause haupt weitere weiteres weiterer andere anderes zusätzlich direkt privates zentrale durchwahl
  professionnel professionnelle pro bureau domicile travail personnel personnelle perso principal principale autre autres maison direct directe contact
  trabajo casa oficina particular personal principal otro otros laboral profesional domicilio directo contacto
  lavoro ufficio casa privato personale principale altro altri abitazione diretto aziendale contatto comercial residencial trabalho outro outros escritório pessoal contato
  werk zakelijk thuis privé kantoor ander overig hoofd algemeen arbete arbets hem bostad jobb kontor arbejde hjem hjemme privat arbeid annen annet övrig direkt hoved
  koti työ työpaikka muu ensisijainen oma heima vinna vinnu
  domowy domowe służbowy służbowe praca prywatny główny inny dom biuro pracovní domů domácí práce soukromý hlavní jiný kancelář pracovný súkromný domáci práca hlavný iný
  kućni posao poslovni privatni glavni ostalo kuća služba domači службени кућни otthoni munkahelyi privát egyéb fő iroda acasă serviciu birou personal alt principal
  служебен домашен личен основен друг рабочий рабочая раб домашний дом домашн личный основной другой дополнительный доп служебный городской контактный контакт робочий домашній особистий основний інший службовий контактний
  εργασίας εργασία σπίτι οικίας σπιτιού γραφείο γραφείου κύριο άλλο προσωπικό επαγγελματικό iş ev diğer şahsi ana ofis kişisel
  العمل عمل المنزل منزل المكتب مكتب الرئيسي رئيسي آخر أخرى شخصي کار خانه دفتر منزل عבודה עבודה בית ביתי משרד ראשי אחר פרטי
  घर कार्यालय काम अन्य मुख्य व्यक्तिगत 工作 办公 办公室 家庭 住宅 公司 单位 其他 主要 私人 联系 聯絡 公務 住家 備用 备用 会社 自宅 勤務先 その他 仕事 個人 代表 連絡先
  직장 회사 집 자택 사무실 기타 주요 개인 대표 연락처 nhà riêng cơ quan công việc khác chính cá nhân liên hệ rumah kantor kerja lain utama pribadi pejabat บ้าน ที่ทำงาน หลัก อื่น ส่วนตัว
  darbo namų kitas darba mājas cits töö kodu muu
`;

/** Words that say whose number it is only beside a word of a telephone: a firm's number may be its registration. */
export const OWNERS = `company firma firmen unternehmen société empresa azienda aziendale bedrijf företag yritys firmy компании організації firm cég şirket`;

/** What holds such words together. */
export const FILLERS = `of the a and de du des de la le les el del do da di d per of für der die das im in am zu van het voor til för i på do na для по de e y et und en or per para por`;

/** Numbers that are not for talking, or somebody else's: never taken, and never lost without a word. */
export const NOT_CALLED = `
  fax telefax faxnummer telekopie facsimile téléfax telécopie télécopie telécopieur télécopieur fakse fakss faks faxa факс факса φαξ الفاكس فاکس فاكس פקס फैक्स 传真 傳真 ファックス ファクス 팩스 โทรสาร faksi
  pager pagers piepser bip beeper pageur buscapersonas cercapersone søker personsökare пейджер пэйджер πέιτζερ isdn telex telexnr tty tdd ttytdd hörbehinderte teletex videotext
  assistant assistants assistent assistenz assistenten assistente asistente assistente ассистент ассистента помощник помощника rückmeldung
`;

/** Extensions: a number of their own where no other is, else part of the number before. */
export const EXTENSIONS = `extension ext extn extensions nebenstelle nebenstellen durchwahl dw poste anexo interno ramal toestel anknytning anknytningsnr lokal linka klapka wewnętrzny dahili добавочный доб внутренний дод внутрішній εσωτερικό שלוחה تحويلة داخلي 分机 分機 内线 内線 내선 alanumero`;

/** Words in headings of what is no name although it looks so: a city, a title, a group. */
export const ELSE = `
  email mail mails emails epost courriel correo correio sähköposti почта електронна пошта eposta id uuid guid key record url web website webseite site homepage
  street strasse str address adresse anschrift city ort stadt town zip plz postcode postal code state region country land county province bundesland po box postfach
  rue ville pays région calle ciudad país dirección provincia via città indirizzo cap rua cidade endereço bairro gata ort postnummer straat plaats woonplaats postadres gade by vej poststed
  улица город страна адрес индекс область ulica miasto kraj kod ulice město země psč cím utca város ország
  title jobtitle position department abteilung titel anrede beruf role fonction titre service poste cargo departamento titolo funzione reparto prefix suffix nickname spitzname initials
  birthday geburtstag anniversary date datum fecha data created updated modified time zeit duration dauer notes note notizen bemerkung bemerkungen comment comments kommentar remark remarks description
  categories category kategorien kategorie group groups gruppe gruppen group membership labels label type typ tags gender sex geschlecht language sprache locale location photo bild image
  status owner source stage priority sensitivity private keywords hobby gender spouse partner children manager manager's assistant's profession mileage billing account user web page screen yomi phonetic
  phonebook ringtone im skype icq jabber messenger twitter facebook linkedin blog
`;
