"""In the making."""
def arguments(parser): pass
def run(chosen): return 0
