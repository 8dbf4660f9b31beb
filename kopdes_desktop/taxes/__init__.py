"""Taxes by parameter and date: what a month owes, what was posted of it, what was paid.

Terms: pajak (tax), PPh final (final income tax), masa pajak (the month it is for), peredaran bruto
or omzet (turnover), tarif (rate), setor (pay to the state), NTPN/BPN (proof of payment), PKP (who
adds VAT to his prices), potong (withhold).
"""
