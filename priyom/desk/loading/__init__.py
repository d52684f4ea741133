"""Five invented years of a large support, by COPY, for trying Priyom at its full size (`priyom load`).

calendar    when tickets come and when people work
phrases     what is written: stories and frames of data/load
script      what happens to a ticket, how often and after how long
life        a ticket's state while it is told, and its rows
filling     processes, ids in the order of time, COPY
"""
