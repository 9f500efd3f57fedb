"""The processes of `scr serve`, talked to over HTTP as a browser, a stranger or a broken client would."""
