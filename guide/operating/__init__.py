"""What whoever runs the site needs, and no reader sees: `headers` and `limits` guard every answer and request,
`probes` tells whether it works, `watching` names and measures requests, `logs`, `queries`, `metrics` and `errors` say
what happened, never what a reader answered.
"""
