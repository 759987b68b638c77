""".xls, .xlsb and .ods: calamine in a worker process that can be killed, and what it does not tell."""
