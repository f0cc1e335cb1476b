"""The drawing functions behind the demonstration shop's pictures, one module per shelf.

Each public function of a shelf returns the inside of one SVG; `make_articles` names and
writes them.
"""
