"""Lists of people that officers bring (Excel, CSV, Parquet): read, headings found, every row checked, errors given back."""
