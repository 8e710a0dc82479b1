"""Office files: Word, Excel and delimited tables. Nothing in them is executed; formulas give the values last saved."""
