"""Tests: folders mirror the package; stories, faults, house and benchmarks go across it."""
