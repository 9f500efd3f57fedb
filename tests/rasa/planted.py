"""Details of people who do not exist, for messages whose every trace is looked for afterwards."""

from __future__ import annotations

from typing import List

PLANTED = {
    "name": "Ethel Quillfeather",
    "first name": "Beatrice",
    "date of birth": "14/02/2019",
    "date in words": "3rd of March 2017",
    "address": "27 Lanternmoss Lane",
    "postcode": "ZZ9 8YX",
    "NHS number": "943 476 5919",
    "telephone number": "01632 960117",
    "e-mail": "quillfeather@example.org",
}

MESSAGES = [
    "Ethel Quillfeather born 14/02/2019, is there a review about her",
    "my visit was to 27 Lanternmoss Lane, ZZ9 8YX, do i have to write that in the chronology",
    "the nhs number is 943 476 5919 who do i send it to",
    "ring me on 01632 960117 or quillfeather@example.org when there is feedback",
    "will Ethel Quillfeather be interviewed",
    "the mother is called Beatrice, do they talk to the family",
    "she was born on the 3rd of March 2017, how long will the review take",
    "ethel quillfeather dob 14/02/2019 zz9 8yx",
    "Ethel\u200b Quillfeather of 27  Lanternmoss  Lane",
]


def leaks(text: bytes) -> List[str]:
    parts = {part for value in PLANTED.values() for part in (value, value.replace(" ", ""), *value.split())}
    telling = [part for part in parts if len(part) > 4 and part.lower() not in {"march", "01632"}]
    return [part for part in telling if part.lower().encode() in text]
