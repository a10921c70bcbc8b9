"""Names of units, magnitudes and currencies: facts only. A unit is (base unit, factor, shift, canonical name)."""

from __future__ import annotations

Unit = tuple[str, float, float, str]


def _table() -> dict[str, Unit]:
    rows: list[tuple[str, str, float, str]] = [
        ("m", "mm", 0.001, "mm millimetre millimetres millimeter millimeters"),
        ("m", "cm", 0.01, "cm centimetre centimetres centimeter centimeters"),
        ("m", "m", 1.0, "m metre metres meter meters"),
        ("m", "km", 1000.0, "km kms kilometre kilometres kilometer kilometers"),
        ("m", "inch", 0.0254, "inch inches"),
        ("m", "foot", 0.3048, "ft foot feet"),
        ("m", "yard", 0.9144, "yard yards yd"),
        ("m", "mile", 1609.344, "mile miles mi"),
        ("m", "nautical mile", 1852.0, "nautical_mile nautical_miles"),
        ("kg", "mg", 1e-6, "mg milligram milligrams"),
        ("kg", "g", 0.001, "g gram grams gramme grammes"),
        ("kg", "kg", 1.0, "kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes"),
        ("kg", "tonne", 1000.0, "tonne tonnes metric_ton metric_tons metric_tonnes"),
        ("kg", "ton", 1000.0, "ton tons"),
        ("kg", "ounce", 0.0283495, "oz ounce ounces"),
        ("kg", "lb", 0.453592, "lb lbs"),
        ("kg", "stone", 6.35029, "stones"),
        ("day", "second", 1 / 86400, "second seconds sec secs"),
        ("day", "minute", 1 / 1440, "minute minutes min mins"),
        ("day", "hour", 1 / 24, "hour hours hr hrs"),
        ("day", "day", 1.0, "day days working_day working_days business_day business_days calendar_days "
         "consecutive_days"),
        ("day", "night", 1.0, "night nights"),
        ("day", "week", 7.0, "week weeks"),
        ("day", "fortnight", 14.0, "fortnight fortnights"),
        ("day", "month", 365.25 / 12, "month months"),
        ("day", "year", 365.25, "year years yr yrs year_old years_old year-old years-old"),
        ("day", "decade", 3652.5, "decade decades"),
        ("day", "century", 36525.0, "century centuries"),
        ("m2", "square metre", 1.0, "square_metre square_metres square_meter square_meters sqm sq_m"),
        ("m2", "square kilometre", 1e6, "square_kilometre square_kilometres square_kilometer square_kilometers sq_km"),
        ("m2", "square foot", 0.092903, "square_foot square_feet sq_ft"),
        ("m2", "square mile", 2.58999e6, "square_mile square_miles sq_mi"),
        ("m2", "hectare", 1e4, "hectare hectares ha"),
        ("m2", "acre", 4046.86, "acre acres"),
        ("l", "ml", 0.001, "ml millilitre millilitres milliliter milliliters"),
        ("l", "l", 1.0, "litre litres liter liters"),
        ("l", "cubic metre", 1000.0, "cubic_metre cubic_metres cubic_meter cubic_meters"),
        ("l", "gallon", 3.78541, "gallon gallons"),
        ("l", "pint", 0.568, "pint pints"),
        ("l", "barrel", 158.987, "barrel barrels"),
        (
            "km/h",
            "km/h",
            1.0,
            "kph kmh km/h kilometres_an_hour kilometers_an_hour kilometres_per_hour kilometers_per_hour",
        ),
        ("km/h", "mph", 1.609344, "mph miles_an_hour miles_per_hour"),
        ("km/h", "knot", 1.852, "knot knots"),
        ("w", "kw", 1e3, "kw kilowatt kilowatts"),
        ("w", "mw", 1e6, "mw megawatt megawatts"),
        ("w", "gw", 1e9, "gw gigawatt gigawatts"),
        ("w", "w", 1.0, "watt watts"),
        ("wh", "kwh", 1e3, "kwh kilowatt-hours kilowatt_hours"),
        ("wh", "mwh", 1e6, "mwh megawatt-hours megawatt_hours"),
        ("wh", "gwh", 1e9, "gwh gigawatt-hours gigawatt_hours"),
        ("byte", "mb", 1e6, "mb megabyte megabytes"),
        ("byte", "gb", 1e9, "gb gigabyte gigabytes"),
        ("byte", "tb", 1e12, "tb terabyte terabytes"),
        ("degree", "°", 1.0, "degree degrees °"),
        ("degree", "°C", 1.0, "celsius degrees_celsius degrees_c °_c degrees_centigrade"),
        ("share", "%", 0.01, "% percent per_cent pc"),
        ("points", "percentage point", 1.0, "percentage_point percentage_points point points pts"),
        ("share", "basis point", 0.0001, "basis_point basis_points"),
        ("times", "times", 1.0, "times fold"),
        ("magnitude", "magnitude", 1.0, "magnitude"),
    ]
    table: dict[str, Unit] = {}
    for base, name, factor, words in rows:
        for word in words.split():
            table[word.replace("_", " ")] = (base, factor, 0.0, name)
    for word in ("fahrenheit", "degrees fahrenheit", "degrees f", "° f"):
        table[word] = ("degree", 5 / 9, -32.0, "°F")
    return table


UNITS: dict[str, Unit] = _table()

MAGNITUDES: dict[str, float] = {
    "hundred": 1e2,
    "hundreds": 1e2,
    "thousand": 1e3,
    "thousands": 1e3,
    "k": 1e3,
    "lakh": 1e5,
    "million": 1e6,
    "millions": 1e6,
    "m": 1e6,
    "mn": 1e6,
    "crore": 1e7,
    "billion": 1e9,
    "billions": 1e9,
    "bn": 1e9,
    "b": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
}

SIGNS: dict[str, str] = {
    "$": "dollar",
    "us$": "dollar",
    "a$": "dollar",
    "c$": "dollar",
    "nz$": "dollar",
    "hk$": "dollar",
    "€": "euro",
    "£": "pound",
    "¥": "yen",
    "₹": "rupee",
}

CURRENCIES: dict[str, str] = {
    form: name
    for name, forms in {
        "dollar": "dollar dollars usd bucks",
        "euro": "euro euros eur",
        "pound": "pound pounds gbp sterling",
        "yen": "yen",
        "yuan": "yuan renminbi rmb",
        "rupee": "rupee rupees",
        "rouble": "rouble roubles ruble rubles",
        "franc": "franc francs",
        "mark": "marks",
        "crown": "crown crowns krona kronor krone kroner koruna",
        "shilling": "shilling shillings",
        "penny": "pence penny p",
        "cent": "cent cents",
        "peso": "peso pesos",
        "real": "reais",
        "rand": "rand",
        "lira": "lira liras",
        "dinar": "dinar dinars",
        "dirham": "dirham dirhams",
        "riyal": "riyal riyals",
        "won": "won",
        "baht": "baht",
        "florin": "florin florins",
        "guilder": "guilder guilders",
        "zloty": "zloty zlotys",
        "forint": "forint forints",
        "naira": "naira",
        "shekel": "shekel shekels",
        "guinea": "guineas",
    }.items()
    for form in forms.split()
}
