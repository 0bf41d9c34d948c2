/// What is tried first, in Latin and Russian, with and without the wrong layout.
enum CommonPasswords {
    /// Anything within one of these is a run along the keyboard or the alphabet.
    static let runs: [String] = {
        let forward = [
            "01234567890123456789", "qwertyuiop[]asdfghjkl;'zxcvbnm,./", "qwertyuiopasdfghjklzxcvbnm", "abcdefghijklmnopqrstuvwxyz",
            "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/", "q1w2e3r4t5y6u7i8o9p0", "1q2w3e4r5t6y7u8i9o0p", "qazwsxedcrfvtgbyhnujmikolp",
            "qweasdzxc", "123qweasdzxc", "qwe123qwe123", "1a2b3c4d5e6f", "a1b2c3d4e5f6", "zaq12wsxcde34rfv", "147258369", "159753456852",
            "112233445566778899", "11223344", "12341234", "123123123", "121212121212", "123321123321", "1234qwer", "qwer1234", "asdf1234",
            "zxcv1234",
        ]
        return forward + forward.map { String($0.reversed()) }
    }()

    /// Words that are refused with any digits and signs around them, in the letters of the Latin layout.
    static let words: Set<String> = Set((latin + cyrillic).map { PasswordRules.core(of: PasswordRules.keys(of: $0)) })

    private static let latin = [
        "password", "passw0rd", "p@ssw0rd", "p@ssword", "pa$$word", "passwort", "parol", "parolparol", "passpass", "admin",
        "adminadmin", "administrator", "root", "rootroot", "toor", "user", "useruser", "guest", "test", "testtest", "tester", "demo",
        "demodemo", "krug", "krugkrug", "crm", "welcome", "welcom", "letmein", "login", "loginlogin", "master", "secret", "changeme",
        "default", "temp", "temppass", "qwerty", "qwert", "qwertyui", "qwertyuiop", "qwe", "qweqwe", "qwer", "asd", "asdf", "asdfgh",
        "asdfghjk", "zxc", "zxcv", "zxcvbn", "zxcvbnm", "qaz", "qazwsx", "qazqaz", "wsx", "abc", "abcd", "abcdef", "abcabc", "aaa",
        "iloveyou", "ilove", "loveyou", "love", "lovelove", "monkey", "dragon", "shadow", "sunshine", "princess", "football",
        "baseball", "basketball", "superman", "batman", "spiderman", "starwars", "pokemon", "michael", "jordan", "jennifer", "jessica",
        "ashley", "daniel", "andrew", "joshua", "charlie", "thomas", "robert", "matthew", "anthony", "nicole", "michelle", "hunter",
        "killer", "soccer", "hockey", "summer", "winter", "spring", "autumn", "flower", "cheese", "computer", "internet", "samsung",
        "iphone", "google", "google.com", "yandex", "vkontakte", "facebook", "whatever", "trustno", "freedom", "mustang", "corvette",
        "ferrari", "mercedes", "porsche", "harley", "ginger", "pepper", "maggie", "buster", "tigger", "cookie", "banana", "orange",
        "chocolate", "purple", "silver", "golden", "diamond", "angel", "angels", "babygirl", "liverpool", "chelsea", "arsenal",
        "barcelona", "spartak", "zenit", "dinamo", "lokomotiv", "natasha", "marina", "svetlana", "andrey", "andrei", "sergey",
        "sergei", "aleksandr", "alexander", "alexandr", "dmitry", "maksim", "maxim", "nikita", "vladimir", "ekaterina", "anastasia",
        "tatiana", "tatyana", "viktoria", "kristina", "privet", "lyubov", "solnce", "moskva", "moscow", "rossiya", "russia", "samara",
        "qwertyqwerty", "passwordpassword", "access", "mypassword", "mypass", "newpassword", "superuser", "sysadmin", "manager",
        "director", "office", "company", "business", "sales", "client", "marlboro", "nirvana", "metallica", "slipknot", "matrix",
        "naruto", "minecraft", "counterstrike", "warcraft", "pass", "passw", "hello", "hellohello", "helloworld", "blahblah",
        "nothing", "asshole", "fuckyou", "fuckme", "bitch", "pussy", "hottie", "lovely", "sweety", "honey", "family", "mother",
        "father", "brother", "sister", "friend", "friends", "forever", "happy", "lucky", "jesus", "christ", "heaven", "america",
        "london",
    ]

    private static let cyrillic = [
        "пароль", "парольпароль", "мойпароль", "новыйпароль", "секрет", "админ", "администратор", "админадмин", "привет",
        "приветпривет", "приветик", "любовь", "люблю", "любимая", "любимый", "ялюблютебя", "ятебялюблю", "наташа", "марина",
        "светлана", "светик", "андрей", "сергей", "серёжа", "сережа", "александр", "александра", "саша", "дмитрий", "дима", "максим",
        "никита", "владимир", "вова", "екатерина", "катя", "катюша", "анастасия", "настя", "настенька", "татьяна", "таня", "виктория",
        "вика", "кристина", "ольга", "елена", "лена", "ирина", "юлия", "анна", "аня", "анечка", "мария", "маша", "машенька", "алексей",
        "леша", "лёша", "антон", "артём", "артем", "денис", "евгений", "женя", "иван", "илья", "кирилл", "михаил", "миша", "николай",
        "павел", "роман", "руслан", "солнце", "солнышко", "зайчик", "зайка", "котёнок", "котенок", "кошка", "собака", "тигр", "дракон",
        "мастер", "спартак", "зенит", "динамо", "локомотив", "цска", "россия", "москва", "питер", "самара", "казань", "родина",
        "победа", "лето", "зима", "весна", "осень", "мама", "мамапапа", "папа", "мамочка", "сестра", "семья", "счастье", "йцукен",
        "йцукенг", "йцукенгшщз", "фывапролд", "фыва", "ячсмить", "тест", "тесттест", "продажи", "менеджер", "директор", "компания",
        "клиент", "круг", "работа", "офис", "вход", "войти", "гость", "пользователь", "хозяин", "свобода", "удача", "сказка", "звезда",
        "ангел", "ангелина", "принцесса", "королева", "бабушка", "дедушка", "деньги", "миллион", "здравствуй", "здравствуйте",
        "непомню", "незнаю", "забыл", "забыла", "хуй", "пиздец", "сука", "жопа", "пошелнахуй", "идинахуй",
    ]
}
