"""Given and family names of three languages, from common to rare, and how families of each bear them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import accumulate


def _harmonic(names: tuple[str, ...]) -> tuple[float, ...]:
    """Cumulated weights: the n-th name is borne 1 / (n + 3) times as often."""
    return tuple(accumulate(1 / (rank + 3) for rank in range(len(names))))


@dataclass(frozen=True, slots=True)
class Language:
    """Names of one language.

    Attributes:
        code: ISO 639-1.
        givens: Given names, the commonest first.
        families: Family names, the commonest first.
        beginnings: Beginnings of rarer family names.
        endings: Endings of them.
        pets: Pet forms by given name.
        streets: Words for a street.
        street_names: Names of streets.
        places: Towns.
        dialling: Prefix of telephones.
    """

    code: str
    givens: tuple[str, ...]
    families: tuple[str, ...]
    beginnings: tuple[str, ...]
    endings: tuple[str, ...]
    pets: dict[str, tuple[str, ...]]
    streets: tuple[str, ...]
    street_names: tuple[str, ...]
    places: tuple[str, ...]
    dialling: str

    def given(self, chance: random.Random) -> str:
        """One given name, or two."""
        names = chance.choices(self.givens, cum_weights=_harmonic(self.givens), k=2)
        return " ".join(dict.fromkeys(names)) if chance.random() < 0.4 else names[0]

    def family(self, chance: random.Random) -> str:
        """One family name: half of them from the list of common ones, half composed and rare."""
        if chance.random() < 0.5:
            return chance.choices(self.families, cum_weights=_harmonic(self.families))[0]
        return chance.choice(self.beginnings) + chance.choice(self.endings)

    def surname(self, fathers: str, mothers: str, place: int, chance: random.Random) -> str:
        """Family names of a member of a household: parents at places 0 and 1, then children."""
        if self.code == "en":
            return fathers if place != 1 or chance.random() < 0.6 else mothers
        mine = mothers if place == 1 else fathers
        second = self.family(chance) if place < 2 else mothers
        return f"{mine} {second}" if self.code == "es" else f"{second} {mine}"

    def pet(self, given: str, chance: random.Random) -> str:
        """A pet form of a given name; empty where it has none."""
        first, _, rest = given.partition(" ")
        forms = self.pets.get(first)
        return f"{chance.choice(forms)} {rest}".strip() if forms else ""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


LANGUAGES = (
    Language(
        "es",
        _words(
            "María José Juan Luis Carlos Ana Carmen Antonio Francisco Jesús Manuel Pedro Rosa Miguel Laura Jorge "
            "Javier Guadalupe Isabel Fernando Alejandro Marta Patricia Rafael "
            "Pilar Ángel Roberto Elena Teresa Eduardo Sergio "
            "Daniel Andrés Ricardo Alberto Dolores Lucía Raúl Cristina Margarita Sofía Enrique Paula Diego Silvia "
            "Ramón Beatriz Adriana Pablo Gabriela Mercedes Óscar Yolanda Martín Víctor Verónica Ignacio Rocío Gonzalo "
            "Claudia Santiago Natalia Mónica Vicente Esperanza Hugo Lorena Emilio Alicia Julio Inés Mario Graciela "
            "Rubén Nuria Álvaro Consuelo Ernesto Josefina Tomás Amparo Guillermo Catalina Felipe Rebeca Nicolás "
            "Soledad Esteban Marisol Joaquín Carolina Arturo Susana Gerardo Leticia Armando Fabiola Alfonso Elvira"
        ),
        _words(
            "García González Rodríguez Fernández López Martínez Sánchez Pérez Gómez Hernández Díaz Ruiz Ramírez Torres "
            "Flores Álvarez Morales Jiménez Moreno Vargas Castillo Romero Ortiz Gutiérrez Chávez Rojas Herrera Medina "
            "Castro Mendoza Vega Guzmán Reyes Muñoz Delgado Ramos Cruz Navarro Molina Domínguez Suárez Ibáñez Aguilar "
            "Cabrera Campos Núñez Salazar Contreras Fuentes Peña Ríos Cordero Lozano Montoya Paredes Quintero"
        ),
        _words(
            "Alba Berro Cama Dora Eche Ferra Gala Herme Iri Jara Lande Mora Nave Orte Pala Quira Rebo Salda Urru Za"
        ),
        _words("bal cón dero gorri llana mendi nilla quera rdiaga sal tegui varri zábal rreta ndía nzuelo ñez rrosa"),
        {
            "José": ("Pepe",),
            "Francisco": ("Paco", "Pancho"),
            "Ignacio": ("Nacho",),
            "Guadalupe": ("Lupe",),
            "Dolores": ("Lola",),
            "Enrique": ("Quique",),
            "Manuel": ("Manolo",),
            "Guillermo": ("Memo",),
            "Rafael": ("Rafa",),
            "Fernando": ("Nando",),
        },
        _words("Calle Avenida Plaza Camino"),
        _words(
            "Mayor Juárez Hidalgo Alameda Constitución Sol Olivos Bolívar Libertad Pinos Almendros Molino Fuente Rey"
        ),
        _words("Sevilla Puebla Rosario Medellín Valencia Arequipa Monterrey Cuenca Mérida Salta Toledo Iquique"),
        "+34",
    ),
    Language(
        "pt",
        _words(
            "Maria José Ana João António Francisco Carlos Paulo Pedro Lucas Luís Marcos Gabriel Rafael Francisca "
            "Adriana Juliana Márcia Fernanda Patrícia Aline Sandra Camila Amanda Bruna Jéssica Letícia Júlia Luciana "
            "Vanessa Mariana Marcelo Rodrigo Felipe Bruno Eduardo Guilherme Gustavo Tiago Diogo Leonardo Rui Nuno "
            "Miguel Ricardo Fábio Sérgio André Vasco Inês Beatriz Catarina Sofia Helena Teresa Rosa Filipa Cláudia "
            "Sílvia Vera Isabel Joaquim Manuel Vítor Hélder Jorge Mário Renata Simone Tatiana Raquel Débora Caio Davi"
        ),
        _words(
            "Silva Santos Oliveira Souza Pereira Ferreira Costa Rodrigues Almeida Nascimento Lima Araújo Fernandes "
            "Carvalho Gomes Martins Rocha Ribeiro Alves Monteiro Mendes Barros Freitas Barbosa Pinto Moura Cavalcanti "
            "Dias Castro Campos Cardoso Teixeira Correia Moreira Nunes Vieira Lopes Marques Machado Azevedo Tavares"
        ),
        _words("Abre Bran Caste Dama Espi Faro Guima Ledes Mace Nobre Olive Pache Quei Rebe Sampa Torre Var Xavi"),
        _words("lhães rães do co nho roz ira sco lo dinho randa rim cedo val gães res tosa"),
        {
            "Francisco": ("Chico",),
            "José": ("Zé",),
            "Eduardo": ("Edu", "Dudu"),
            "Guilherme": ("Gui",),
            "Rafael": ("Rafa",),
        },
        _words("Rua Avenida Travessa Largo"),
        _words("Flores Liberdade Augusta Paraíso Aurora Consolação República Lavradio Carmo Direita Palmeiras Cravo"),
        _words("Recife Braga Coimbra Santos Belém Manaus Curitiba Évora Niterói Aveiro Natal Faro"),
        "+55",
    ),
    Language(
        "en",
        _words(
            "James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan "
            "Joseph Jessica Thomas Sarah Charles Karen Christopher Lisa "
            "Daniel Nancy Matthew Betty Anthony Margaret Mark "
            "Sandra Donald Ashley Steven Kimberly Paul Emily Andrew Donna Joshua Michelle Kenneth Carol Kevin Amanda "
            "Brian Dorothy George Melissa Timothy Deborah Ronald Stephanie Edward Rebecca Jason Sharon Jeffrey Laura "
            "Ryan Cynthia Jacob Kathleen Gary Amy Nicholas Angela Eric Shirley Jonathan Anna Stephen Brenda Larry "
            "Pamela Justin Emma Scott Nicole Brandon Helen Benjamin Samantha Samuel Katherine Gregory Christine"
        ),
        _words(
            "Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Thomas Taylor Moore Jackson Martin Lee "
            "Thompson White Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green Adams Nelson "
            "Baker Hall Campbell Mitchell Carter Roberts Phillips Evans Turner Parker Collins Edwards Stewart Morris"
        ),
        _words(
            "Ash Black Brad Chester Dun Elling Fair Green Hather Kings Lang Mar Nor Oak Pres Rad Shel Thorn Wal Win"
        ),
        _words("ton ley ford worth bury well field ham wick den by stead more combe shaw croft dale stone"),
        {
            "Robert": ("Bob", "Rob"),
            "William": ("Bill", "Will"),
            "Elizabeth": ("Liz", "Beth"),
            "Margaret": ("Peggy", "Maggie"),
            "Richard": ("Dick", "Rick"),
            "James": ("Jim", "Jimmy"),
            "Katherine": ("Kate", "Kathy"),
            "Michael": ("Mike",),
            "Thomas": ("Tom",),
            "Christopher": ("Chris",),
            "Patricia": ("Pat", "Trish"),
        },
        _words("High Church Mill Station"),
        _words("Street Road Lane Avenue Close Crescent Drive Terrace Gardens Way"),
        _words("Leeds Bristol Dayton Albany Norwich Tucson Reading Fresno Exeter Boise Lincoln Derby"),
        "+44",
    ),
)
