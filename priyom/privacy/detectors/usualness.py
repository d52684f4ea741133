"""How usual a name is: the scale on which `Facts.first` and `Facts.surname` are measured, and its marks.

A name of usualness n was met 2ⁿ⁻¹ to 2ⁿ - 1 times among the names of russiannames; 0 was never met, 15 is the end of the
scale. The list is full of chance: slips of typists and words of other kinds stand in it once or twice, so that below USUAL
a name is believed only with something beside it: a surname's ending, initials, a word such as «patient».
"""

RARE = 2  # two or three times: more than one slip
SELDOM = 3  # four to seven
HEARD = 4  # eight to fifteen: enough where somebody's other name stands beside it
USUAL = 5  # sixteen and more: hardly by chance
WELL_KNOWN = 6  # 32 and more: believed though it may be another word, too, when it ends as surnames do
FREQUENT = 8  # 128 and more
EVERYDAY = 9  # 256 and more: whoever reads it thinks of a name first
FAMOUS = 12  # 2048 and more
