"""Names for made-up people: how often each is met, in Arabic, and how it is written in Latin letters."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Name:
    weight: int
    arabic: str
    latin: tuple[str, ...]


def listed(text: str) -> list[Name]:
    names = []
    for line in text.strip().splitlines():
        weight, arabic, latin = (column.strip() for column in line.split(","))
        names.append(Name(int(weight), arabic, tuple(latin.split("/"))))
    return names


MEN = listed(
    """
    110, محمد, Mohamed/Mohammed/Muhammad
    75, أحمد, Ahmed/Ahmad
    45, محمود, Mahmoud/Mahmud
    40, علي, Ali/Aly
    35, حسن, Hassan/Hasan
    32, إبراهيم, Ibrahim/Ebrahim
    25, مصطفى, Mostafa/Mustafa
    25, السيد, El Sayed/Elsayed/Al Sayed
    22, حسين, Hussein/Hussien/Hossein
    18, عبد الله, Abdallah/Abdullah/Abd Allah
    16, خالد, Khaled/Khalid
    15, عبد الرحمن, Abdelrahman/Abd El Rahman/Abdulrahman
    15, يوسف, Youssef/Yousef/Yusuf
    14, عمر, Omar/Omer
    12, سعيد, Said/Saeed
    12, عمرو, Amr/Amro
    10, جمال, Gamal/Jamal
    10, إسماعيل, Ismail/Esmail
    9, رمضان, Ramadan
    9, سعد, Saad
    8, صلاح, Salah
    8, عادل, Adel/Adil
    8, طارق, Tarek/Tariq
    8, كامل, Kamel/Kamil
    8, عبد الحميد, Abdelhamid/Abd El Hamid
    7, سمير, Samir/Sameer
    7, عبد الفتاح, Abdelfattah/Abd El Fattah
    7, عبد العزيز, Abdelaziz/Abd El Aziz
    7, كمال, Kamal
    6, عثمان, Osman/Othman
    6, سليمان, Soliman/Sulaiman
    6, حسام, Hossam/Hosam
    6, هشام, Hesham/Hisham
    6, أشرف, Ashraf
    6, أيمن, Ayman
    6, وليد, Walid/Waleed
    6, ياسر, Yasser/Yaser
    6, كريم, Karim/Kareem
    6, شريف, Sherif/Sharif
    5, موسى, Moussa/Musa
    5, عيسى, Eissa/Issa
    5, رضا, Reda/Rida
    5, فتحي, Fathy/Fathi
    5, مجدي, Magdy/Magdi
    5, ناصر, Nasser/Naser
    5, عاطف, Atef
    5, نبيل, Nabil
    5, سامي, Samy/Sami
    5, شعبان, Shaaban/Shaban
    5, رجب, Ragab
    5, عبد المنعم, Abdelmoneim/Abd El Moneim
    5, عبد السلام, Abdelsalam/Abd El Salam
    4, حمدي, Hamdy/Hamdi
    4, صبري, Sabry/Sabri
    4, فوزي, Fawzy/Fawzi
    4, لطفي, Lotfy/Lotfi
    4, زكريا, Zakaria
    4, إيهاب, Ehab/Ihab
    4, أسامة, Osama/Usama
    4, وائل, Wael
    4, تامر, Tamer
    4, بدر, Badr
    4, جرجس, Girgis/Guirguis
    4, مينا, Mina
    4, بطرس, Botros/Boutros
    4, مجاهد, Megahed/Mogahed
    3, سيف الدين, Seif El Din/Seifeldin
    3, نور الدين, Nour El Din/Noureldin
    3, علاء الدين, Alaa El Din/Alaaeldin
    3, أبو بكر, Abou Bakr/Abubakr
    3, أبو زيد, Abou Zeid/Abuzaid
    3, حازم, Hazem
    3, بسيوني, Bassiouny/Basyouni
    3, متولي, Metwally/Metwalli
    3, مرسي, Morsy/Morsi
    3, شحاتة, Shehata
    3, عوض, Awad
    3, عطية, Attia/Ateya
    3, جاد, Gad
    3, خليل, Khalil
    3, حامد, Hamed
    3, زياد, Ziad/Zeyad
    3, مروان, Marwan
    3, ياسين, Yassin/Yaseen
    3, آدم, Adam
    3, حمزة, Hamza
    2, طه, Taha
    2, دسوقي, Desouky/Dessouki
    2, بيومي, Bayoumy/Bayoumi
    2, عبد ربه, Abd Rabbo/Abdrabo
    2, شنودة, Shenouda
    2, رشوان, Rashwan
    2, ضاحي, Dahy
    2, غنيم, Ghoneim/Ghonim
    2, هلالي, Helaly
    1, فنجري, Fangary
    1, قناوي, Qenawy/Kenawy
    1, عسران, Asran
    1, جبريل, Gebril/Gibril
    1, تادرس, Tadros
    """
)
WOMEN = listed(
    """
    35, فاطمة, Fatma/Fatima
    20, مريم, Mariam/Maryam
    18, زينب, Zeinab/Zainab
    15, منى, Mona/Muna
    15, آية, Aya/Aia
    15, أسماء, Asmaa/Asma
    12, نادية, Nadia
    12, هدى, Hoda/Huda
    12, هبة, Heba/Hiba
    12, سارة, Sara/Sarah
    12, شيماء, Shaimaa/Shimaa
    12, إيمان, Eman/Iman
    10, أمل, Amal
    10, ياسمين, Yasmin/Yasmeen
    10, نورا, Noura/Nora
    9, سلمى, Salma
    8, سعاد, Soad/Suad
    8, سميرة, Samira
    8, دعاء, Doaa/Duaa
    8, رانيا, Rania
    8, مروة, Marwa
    7, إسراء, Esraa/Israa
    7, نجلاء, Naglaa/Nagla
    7, حنان, Hanan
    7, عزة, Azza
    7, كريمة, Karima
    6, ندى, Nada
    6, ريم, Reem/Rim
    6, جيهان, Gehan/Jihan
    6, سحر, Sahar
    6, داليا, Dalia
    6, دينا, Dina
    6, نهى, Noha/Nuha
    6, وفاء, Wafaa
    6, صباح, Sabah
    6, سهير, Soheir/Suhair
    5, نعمة, Neama/Nema
    5, عائشة, Aisha/Aysha
    5, خديجة, Khadiga/Khadija
    5, ملك, Malak
    5, جنى, Jana/Gana
    5, حبيبة, Habiba
    5, رحمة, Rahma
    5, أميرة, Amira
    5, أمينة, Amina
    5, أمنية, Omnia
    4, هاجر, Hagar
    4, نورهان, Nourhan/Norhan
    4, بسمة, Basma
    4, عبير, Abeer/Abir
    4, مها, Maha
    4, هالة, Hala
    4, لمياء, Lamiaa
    4, ماجدة, Magda
    4, فوزية, Fawzia
    3, تهاني, Tahany
    3, صفية, Safia
    3, ميرفت, Mervat
    3, إلهام, Elham/Ilham
    3, ماريان, Marian
    3, كرستين, Christine
    3, شهد, Shahd
    3, جميلة, Gamila
    2, بدرية, Badria
    2, نبوية, Nabawia
    2, حسنية, Hosnia
    2, روضة, Rawda
    2, فردوس, Ferdous
    1, وجيدة, Wagida
    1, سكينة, Sakina
    1, كوثر, Kawthar
    """
)
FAMILIES = listed(
    """
    6, الشريف, El Sherif
    6, المصري, El Masry
    5, عبد اللطيف, Abdellatif
    5, الجندي, El Gendy
    5, النجار, El Naggar
    5, الحداد, El Haddad
    5, فرج, Farag
    5, شاهين, Shahin
    4, الشاذلي, El Shazly
    4, البنا, El Banna
    4, القاضي, El Kady
    4, الصعيدي, El Saidy
    4, منصور, Mansour
    4, زيدان, Zidan
    4, حجازي, Hegazy
    4, سالم, Salem
    4, عامر, Amer
    4, أباظة, Abaza
    3, الطنطاوي, El Tantawy
    3, المنشاوي, El Menshawy
    3, الأقصري, El Aksary
    3, الديب, El Deeb
    3, الزيات, El Zayat
    3, الفقي, El Feky
    3, خضير, Khodeir
    3, دياب, Diab
    3, راغب, Ragheb
    3, سرحان, Sarhan
    3, عفيفي, Afifi
    3, غالي, Ghaly
    3, فهمي, Fahmy
    3, قطب, Kotb
    3, مكاوي, Mekkawy
    3, نوار, Nawar
    2, الأمير, El Amir
    2, البدري, El Badry
    2, البرعي, El Boraey
    2, الدمياطي, El Domiaty
    2, الحلواني, El Halawany
    2, السويفي, El Sweify
    2, الششتاوي, El Sheshtawy
    2, العوضي, El Awady
    2, الغريب, El Gharib
    2, القناوي, El Kenawy
    2, الهواري, El Hawary
    2, بهنسي, Bahnasy
    2, تمام, Tammam
    2, جبر, Gabr
    2, حماد, Hammad
    2, خطاب, Khattab
    2, رسلان, Raslan
    2, سويلم, Sweilam
    2, شلبي, Shalaby
    2, صقر, Sakr
    2, طلبة, Tolba
    2, عبد الجليل, Abdelgelil
    2, عويس, Owais
    2, غنام, Ghannam
    2, فايد, Fayed
    2, كشك, Keshk
    2, مدكور, Madkour
    2, نصار, Nassar
    2, هاشم, Hashem
    2, وهدان, Wahdan
    1, أبو العينين, Abou El Enein
    1, أبو سليم, Abou Seleim
    1, الخياط, El Khayat
    1, العطار, El Attar
    1, الفيومي, El Fayoumy
    1, بلتاجي, Beltagy
    1, درويش, Darwish
    1, زغلول, Zaghloul
    1, شومان, Shouman
    1, عزام, Azzam
    """
)
LATIN = {name.arabic: name.latin for name in (*MEN, *WOMEN, *FAMILIES)}
