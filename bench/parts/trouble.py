class Trouble(Exception):
    """Why a benchmark cannot go on, in one sentence for a person."""
