"""What every room's pages share: how figures are written, marks, lists, fields, the menu. No tables of its own."""
