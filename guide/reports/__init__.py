"""What readers send: `places` is what they speak of, `forms` what they may say, `masking` what is taken out of it,
`guard` how a form of ours is told from another without a cookie, `limits` how much may come from one address.
"""
