"""One node's side of everything that is exchanged with partners: questions, answers, openings, releases and after."""
