"""The tagger's network trained on public sets, to state it beside others; such weights never ship."""
