"""How are we doing: the one room that reads all others, and that none of them needs.

periods     months, quarters and years, without a database
figures     every number of a contract's report, each with its formula in words
pictures    where bars and cells of the charts stand, without a database
report      the report of one contract and period, ready for a page, a workbook or paper
book · paper
            the same report as a workbook, and as an A4 document fit to be signed
views · urls
            doors
"""
