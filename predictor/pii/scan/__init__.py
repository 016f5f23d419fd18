"""Reading a text: its canonical spelling, its runs of digits, the words around a number, and the rules that judge it."""
