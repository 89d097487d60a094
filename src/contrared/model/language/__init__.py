"""The languages people read: English in the code, others from catalogues in gettext's PO format, beside this file.

A text is written in plain English where it is used. It is told in another language where a person reads it: an error
where it is printed, a help text where it is shown, a brief where it is rendered. What is kept, sent or printed as JSON
stays English, and so do the names of commands and options.
"""

from contrared.model.language.phrase import Phrase
from contrared.model.language.spoken import ENGLISH, LANGUAGES, chosen, said, speak, speaking, spoken, word

__all__ = ["ENGLISH", "LANGUAGES", "Phrase", "chosen", "said", "speak", "speaking", "spoken", "word"]
