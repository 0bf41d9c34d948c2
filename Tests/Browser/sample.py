"""A trading company as it is in real life: clients, people, deals on their way, things to do. The same every time."""

import datetime
import random

from krug import Krug, roubles

NAMES = (
    "Ромашка Вектор Северсталь-Монтаж Агроинвест Волгаторг Уралкомплект Медтехсервис Эталон Кристалл Меридиан Стройресурс Техноград "
    "Невамаш Байкалсервис Сибхолод Тверьлес Энергопром Балтика-Снаб Орион Гранит Дельта Прогресс Автомаш Лесогорье Полюс Исток Каскад "
    "Металлторг Пищепром Речфлот Сатурн Фарватер Химстрой Цитадель Юготранс Ясень Магистраль Водоканал-Проект Теплосеть Электрощит"
).split()
CITIES = ["Москва", "Санкт-Петербург", "Казань", "Екатеринбург", "Новосибирск", "Нижний Новгород", "Самара", "Орёл"]
SECTORS = ["Производство", "Строительство", "Оптовая торговля", "Логистика", "Энергетика", "Сельское хозяйство"]
PEOPLE = [
    "Соколова Мария Ивановна", "Лебедев Артём Сергеевич", "Козлова Дарья", "Новиков Пётр Алексеевич", "Морозова Алёна", "Волков Илья",
    "Зайцев Максим Олегович", "Павлова Ирина", "Семёнов Кирилл", "Голубева Наталья Петровна", "Виноградов Роман", "Белова Юлия",
]
POSTS = ["директор", "главный инженер", "начальник отдела закупок", "главный механик", "коммерческий директор", "технолог"]
GOODS = [
    "Насос ЦН-40, 3 шт.", "Компрессор ВК-50", "Станок токарный СТ-250", "Генератор ДГ-30, 2 шт.", "Шкаф управления ШУ-4",
    "Модернизация насосной станции второго подъёма", "Поставка арматуры", "Годовое обслуживание", "Пусконаладка",
]
WORK = ["Позвонить по предложению", "Отправить договор", "Уточнить сроки поставки", "Подготовить КП", "Согласовать скидку"]
NOTES = ["Просят рассрочку на три месяца.\nРешение — в начале декабря.", "Решение принимает главный инженер.", "Довольны прошлой поставкой."]


def fill(krug: Krug) -> None:
    chance = random.Random(7)
    today = datetime.datetime.now(datetime.timezone.utc).replace(minute=0, second=0, microsecond=0)
    owners = [krug.user("administrator"), krug.user("administrator"), krug.user("head"), krug.user("salesperson")]
    tags = [krug.make("tags", title=title, hue=hue) for title, hue in [("Тендер", "amber"), ("Опт", "violet"), ("Срочно", "red")]]
    stages = [krug.stage(title) for title in ("Новая", "Квалификация", "Предложение", "Переговоры", "Выиграна", "Проиграна")]
    companies = [
        krug.make(
            "companies", title=f"{chance.choice(['ООО', 'ООО', 'АО', 'ПАО'])} «{name}»", city=chance.choice(CITIES),
            sector=chance.choice(SECTORS), owner=chance.choice(owners), phones=[f"+7495{chance.randrange(10**6, 10**7)}"],
            emails=[f"info@klient{index}.example"], tags=chance.sample(tags, chance.choice([0, 0, 1, 2])), employees=chance.randrange(5, 900),
            revenue=roubles(chance.randrange(3, 900) * 1_000_000), website=f"https://klient{index}.example",
            comment="Работаем с 2019 года, расчёт по факту поставки." if index % 3 == 0 else None)
        for index, name in enumerate(NAMES)
    ]
    people = []
    for index, company in enumerate(companies[:24]):
        person = krug.make(
            "people", name=PEOPLE[index % len(PEOPLE)], post=chance.choice(POSTS), city=chance.choice(CITIES), owner=chance.choice(owners),
            phones=[f"+79{chance.randrange(10**8, 10**9)}"], emails=[f"person{index}@mail.example"])
        krug.make("employments", title=chance.choice(POSTS), person=person, company=company, is_primary=True)
        people.append(person)
    deals = []
    for index in range(60):
        stage = chance.choice(stages[:4] + stages[:3] + stages[4:])
        close = (today + datetime.timedelta(days=chance.randrange(-12, 60))).date().isoformat()
        deals.append(krug.make(
            "deals", title=chance.choice(GOODS), company=chance.choice(companies), people=[chance.choice(people)], stage=stage,
            amount=roubles(chance.randrange(20, 4000) * 1000), expected_close=close, owner=chance.choice(owners), source="Выставка",
            tags=chance.sample(tags, chance.choice([0, 0, 1])), **({"lost_reason": "Выбрали конкурента"} if stage == stages[5] else {})))
    for index, deal in enumerate(deals[:45]):
        due = today + datetime.timedelta(days=chance.randrange(-3, 9), hours=chance.randrange(0, 8))
        krug.make(
            "activities", subject=chance.choice(WORK), kind=chance.choice(["task", "call", "meeting"]), about={"object": "deal", "id": deal},
            due_at=due.strftime("%Y-%m-%dT%H:%M:%SZ"), owner=chance.choice(owners))
        if index % 2 == 0:
            krug.make("activities", kind="note", body=chance.choice(NOTES), subject="Заметка", about={"object": "deal", "id": deal})
