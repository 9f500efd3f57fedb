"""The Serious Case Review assistant: what it understands, decides and says, apart from Rasa and inside it.

Imports go one way: `rules` imports nothing of ours; `content` and `storage` import `rules`; `understanding` imports
`content` and `rules`; `replies` imports those; `assistant` joins them; `rasa`, `web`, `evaluation` and `cli` stand on top.
"""
