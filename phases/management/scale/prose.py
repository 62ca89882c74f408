"""Dutch sentences as teams write them, put together in texts of varying length."""

from collections.abc import Iterator
from random import Random

SENTENCES = (
    "Inwoners weten niet bij welk loket zij moeten zijn.",
    "De brief is te lang en staat vol woorden die niemand gebruikt.",
    "Wie belt, wacht te lang en krijgt elke keer iemand anders.",
    "Een vaste contactpersoon zou veel zorgen wegnemen.",
    "Jongeren willen liever een bericht op hun telefoon dan een afspraak.",
    "Mantelzorgers vertellen dat zij hun verhaal steeds opnieuw doen.",
    "De aanvraag vraagt om papieren die de gemeente al heeft.",
    "In de wijk helpt de buurvrouw vaker dan het loket.",
    "Ouders schamen zich en melden zich daarom te laat.",
    "Het spreekuur is onder werktijd, dus wie werkt kan niet komen.",
    "Medewerkers willen wel helpen, maar de regels laten weinig ruimte.",
    "We hebben dit gehoord van mensen die de regeling zelf gebruiken.",
    "De woningcorporatie en de huisarts kennen deze mensen wel.",
    "Een proef van drie maanden laat zien of het werkt.",
    "Samen kozen we voor de oplossing die het minste papier vraagt.",
    "Niet alles kan, en dat zeggen we eerlijk.",
    "De ervaringsdeskundigen lezen elke brief voordat die de deur uitgaat.",
    "Er is geld voor een jaar; daarna beslist de raad.",
    "Vertrouwen groeit als iemand doet wat hij belooft.",
    "Wie slecht ziet of niet goed leest, valt nu buiten de boot.",
    "De taalvrijwilliger ging mee naar het gesprek, en dat scheelde.",
    "Het buurthuis is dichterbij en voelt minder als een kantoor.",
    "We meten niet hoeveel mensen komen, maar of zij geholpen zijn.",
    "De wethouder wil in het najaar een voorstel zien.",
    "Werkgevers zeggen dat de begeleiding te snel stopt.",
    "Mensen met wisselende inkomsten krijgen steeds een terugvordering.",
    "Een half uur koffie leverde meer op dan de enquête.",
    "Dit past bij wat de cliëntenraad vorig jaar adviseerde.",
    "We weten nog niet wat dit kost.",
    "Het team oefent het gesprek eerst met acteurs.",
    "Na afloop kreeg iedereen een cadeaubon en een bedankje.",
    "Wat er met de uitkomst gebeurt, hoort iedereen binnen twee weken.",
    "Vervoer regelen we, ook voor wie een rolstoel heeft.",
    "De grootste zorg is dat het bij praten blijft.",
    "Wie nee zegt tegen hulp, heeft daar meestal een goede reden voor.",
    "De formulieren zijn er nu ook in eenvoudige taal.",
)
POOL = 400
"""So many short and so many long texts; rows take one of them by number."""
MOST = 8


def texts(random: Random) -> Iterator[tuple[int, str, str]]:
    """Yield a number from 1 on, a sentence, and a text of one to eight sentences."""
    for number in range(1, POOL + 1):
        sentences = random.sample(SENTENCES, random.randint(1, MOST))
        yield number, random.choice(SENTENCES), " ".join(sentences)
