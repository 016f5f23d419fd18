"""A message of HL7: what stands in a person's segment is read as a person's."""

import pytest

from predictor.pii.scan import hl7


@pytest.mark.parametrize("segment", ["PID|1||8||", "MSH|^~|A\rNK1|1|이모|", "MSH|^~|A\\rPID|1||8||", "\nGT1|1||"])
def test_a_field_of_a_persons_segment_is_known(segment: str) -> None:
    assert hl7.of_a_person(segment, len(segment))


@pytest.mark.parametrize("segment", ["ORC|1|||", "PID|1||8||\nOBX|1|", "RAPID|1||", "PID 1 ", "PID|1" + "|0" * 400])
def test_the_field_of_another_segment_is_not(segment: str) -> None:
    assert not hl7.of_a_person(segment, len(segment))
