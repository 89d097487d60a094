"""Development and evaluation sets for screening: real listed parties, misspelt queries, near-namesakes.

Everything here is made from published lists and clean synthetic persons with fixed seeds; nothing comes from another
project's tests. Labels are split by listed party: errors of the development half may be looked at, of the test half
only totals are printed.
"""
