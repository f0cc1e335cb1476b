"""Documents into bytes (ZPL, ESC/POS, PDF), bytes to printers; knows no order rules."""
