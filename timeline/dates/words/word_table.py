"""The words that dates are written with, in English, French, German, Russian and Spanish."""

# ruff: noqa: RUF001 - Cyrillic letters are data here

# Each line: the kind of a token, its value, and the words for it; `_` in a word is a space. A kind
# is one letter:
#   in a date: Y year, M month, S season or portion of the year, N number, O ordinal, T "third"
#     (ordinal and portion), U another portion, H hemisphere, C century, E era, B decade or century,
#     I ISO date, X numbers with slashes or dots, y '17, G a number of five digits or more, D a day
#     near today, R relative to today, L "last" (relative, or of a row), V year, v month or day,
#     K "a", F a part of a date that has no bounds, w weekday, t time of day, k ISO week, Z week,
#     b a decade without its century, J old style, f of a school or fiscal year;
#   around dates: A about or possibly, m the same as a sign, < stands before a date, > stands
#     after it, - to, & and, | or, / one or from one to the other, comma;
#   u "unknown", at one side of a span; h a part of the day, n
#     what the date is of;
#   ! for anything else.
_TABLE = """
M 01 january jan январь января январе янв январём январем januar jänner janvier janv enero ene
M 02 february feb febr февраль февраля феврале фев февралём февралем februar feber
M 02 février févr fevrier febrero
M 03 march mar март марта марте мар мартом märz maerz mär mars marzo
M 04 april apr апрель апреля апреле апр апрелем avril avr abril abr
M 05 may май мая мае маем mai mayo
M 06 june jun июнь июня июне июн июнем juni juin junio
M 07 july jul июль июля июле июл июлем juli juillet juil julio
M 08 august aug август августа августе авг августом août aout agosto
M 09 september sept sep сентябрь сентября сентябре сен сент сентябрём сентябрем
M 09 septembre septiembre setiembre
M 10 october oct октябрь октября октябре окт октябрём октябрем oktober okt octobre octubre
M 11 november nov ноябрь ноября ноябре ноя нояб ноябрём ноябрем novembre noviembre
M 12 december dec декабрь декабря декабре дек декабрём декабрем
M 12 dezember dez décembre déc decembre diciembre dic
S 21 spring весна весны весной весну frühling frühjahr printemps primavera
S 22 summer лето лета летом sommer été verano
S 23 autumn fall осень осени осенью herbst automne otoño
S 24 winter зима зимы зимой зиму hiver invierno
H 4 northern
H 8 southern
U quarter quarter quarters qtr квартал квартала квартале кв quartal quartals trimestre
T 3 third
U third drittel tiers tercio
U half half halves полугодие полугодия полугодии halbjahr hälfte semestre moitié mitad
U half половина половину половине половины
O 1 first первый первого первом первое первая первой erste erstes ersten erster premier première
O 1 primer primero primera
O 2 second второй второго втором второе вторая zweite zweites zweiten zweiter deuxième seconde
O 2 segundo segunda
O 3 третий третьего третьем третья третьей dritte drittes dritten dritter troisième
O 3 tercer tercero tercera
O 4 fourth четвертый четвертого четвертом четвёртый четвёртого четвёртом vierte viertes vierten
O 4 vierter quatrième cuarto cuarta
O 5 fifth
O 6 sixth
O 7 seventh
O 8 eighth
O 9 ninth
O 10 tenth
O 11 eleventh
O 12 twelfth
O 13 thirteenth
O 14 fourteenth
O 15 fifteenth
O 16 sixteenth
O 17 seventeenth
O 18 eighteenth
O 19 nineteenth
O 20 twentieth
O 21 twenty-first
O 22 twenty-second
O 23 twenty-third
O 24 twenty-fourth
O 25 twenty-fifth
O 26 twenty-sixth
O 27 twenty-seventh
O 28 twenty-eighth
O 29 twenty-ninth
O 30 thirtieth
O 31 thirty-first
b 20 twenties
b 30 thirties
b 40 forties
b 50 fifties
b 60 sixties
b 70 seventies
b 80 eighties
b 90 nineties
L -1 last latter
R -1 previous прошлый прошлого прошлом прошлая прошлой прошлую
R 0 this этот этого этом эта этой эту текущий текущего текущем
R 1 next следующий следующего следующем следующая следующей следующую
D -1 yesterday вчера gestern ayer
D 0 today сегодня heute aujourd'hui hoy
D 1 tomorrow завтра morgen demain mañana
V year year год года году г jahr jahres jahre jahren année an año
V years годы годов годах гг années años décennie década
v month month месяц месяца месяце
v day day
Z of week_of week_of_the the_week_of
Z from w/c week_commencing week_beginning week_starting week_from
Z to w/e w.e. week_ending
Z number week weeks wk kw cw semaine semana неделя неделе неделю
C century century centuries cent век века веке вв jahrhundert jahrhunderts jh jhd jhdt
C century siècle siècles siecle siglo siglos
E bc bc bce v._chr vor_christus av._j.-c. до_н._э. до_нашей_эры a._c.
E ad ad ce n._chr nach_christus apr._j.-c. ap._j.-c. н._э. нашей_эры d._c.
J old o.s. old_style (o.s.) (os) (old_style) (julian) ст._ст. (ст._ст.) по_старому_стилю
J new n.s. new_style (n.s.) (ns) (new_style) (gregorian) н._ст. (н._ст.) по_новому_стилю
f years fy ay sy season fiscal_year financial_year school_year academic_year schuljahr
f years учебный_год учебном_году
K a a
F early early
F beginning beginning start начало начала начале началу anfang beginn début principios comienzos
F beginning inicios
F middle mid middle середина середины середине середину mitte mi mediados milieu
F late late
F end end конец конца конце концу ende fin finales fines
A ~ c ca circa about around approximately approx около ок примерно um etwa gegen vers environ
A ~ hacia alrededor_de aproximadamente on_or_about on_or_around on/about at_or_about
A ~ env ish aux_environs_de estimated est or_thereabouts in_or_about in_or_around
A ? likely presumably possibly probably perhaps maybe
A ? возможно вероятно möglicherweise vermutlich wohl
A ? wahrscheinlich probablement peut-être posiblemente probablemente quizás quizá
& and and и und et y &
| or or или oder ou o
- to to until till through thru по bis à au hasta al jusqu'au jusqu'à
< from from с von vom
< since since ab seit depuis desde начиная_с
< since starting starting_in starting_from à_partir_de a_partir_de
< until until till til jusqu'en up_to up_until
< before_or_until до
< before <
< after >
< by ≤
< not_before ≥
< before before pre ante prior_to avant antes_de vor
< by by к on_or_before in_or_before no_later_than not_later_than not_after
< by on_or_prior_to не_позднее не_позже
< by spätestens au_plus_tard nicht_nach nicht_später_als no_después_de pas_après
< after after post после nach après después_de despues_de
< not_before not_before no_earlier_than not_earlier_than not_prior_to nicht_vor
< not_before no_antes_de pas_avant not_until nicht_früher_als
< not_before on_or_after in_or_after не_ранее не_раньше
< not_before frühestens au_plus_tôt
< between between zwischen entre между
> onwards onwards onward
> now now present настоящее_время date present_day ongoing current
> later later
> earlier earlier
- - - –
, , , ;
/ / /
m ~ ≈ ± (est.) (estimated)
m ~ ~ (ca.) (c.) (circa) (approx.) (approximately) (about) (approximate)
m ? ? (?) (uncertain) (probably) (possibly)
m % %
u unknown unknown неизвестно unbekannt inconnu desconocido tbd tbc
n note fl flourished b born d died printed published copyright anno effective as_of ended ending
n note undated no_date n.d. s.d. без_даты sin_fecha sans_date sic
h morning morning mornings утром matin vormittag
h afternoon afternoon днем днём nachmittag après-midi tarde
h evening evening вечером soir abend
h night night nights ночь ночью nacht nuit noche
h noon noon midday полдень mittag midi
h midnight midnight полночь mitternacht minuit
w Monday monday mon понедельник montag lundi lunes
w Tuesday tuesday tue tues вторник dienstag mardi martes
w Wednesday wednesday wed среда среду mittwoch mercredi miércoles
w Thursday thursday thu thur thurs четверг donnerstag jeudi jueves
w Friday friday fri пятница пятницу freitag vendredi viernes
w Saturday saturday sat суббота субботу samstag sonnabend samedi sábado
w Sunday sunday sun воскресенье sonntag dimanche domingo
"""

FILLERS = frozenset(
    (
        *("the", "of", "in", "on", "during", "sometime", "dated", "at", "some", "time", "either"),
        *("throughout", "die", "dans", "в", "во", "на"),
        *("am", "im", "den", "dem", "der", "des", "de", "du", "d'", "le", "la", "les", "en"),
        *("el", "los", "las", "del", "año", "l'"),
    )
)
"""Words that say nothing of a date."""
LANGUAGES = "English, French, German, Russian and Spanish"
"""The languages in which dates in words are read."""

_ROWS = [line.split() for line in _TABLE.strip().splitlines()]
WORDS = {
    word.replace("_", " "): (kind, value.replace("_", " "))
    for kind, value, *words in _ROWS
    for word in words
}
"""The kind and the value of the token that each word is, or each phrase of several words."""
KNOWN_WORDS = tuple(word for word in WORDS if len(word) > 2 and word.isalpha())
"""The words that a misspelt word is compared with; English ones come first."""
