"""Sales at the till: cart, prices, every way to pay, returns, bon (credit) and its payment.

Terms: keranjang (cart), struk (slip), bon (a member's credit), plafon (its limit), retur (goods
brought back), batal (a void), potongan (discount), uang muka pesanan (advance on an order).
"""
