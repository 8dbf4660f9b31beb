"""Buying: suppliers, orders, goods received, bills, payments, returns, allocations with quotas.

Terms: pemasok (supplier), pesanan (order), penerimaan (receipt of goods), nota/faktur (bill), utang
(payable), jatuh tempo (due day), ongkos angkut (freight), retur pembelian, jatah (allocation), DO.
"""
