"""Whether what a rule says stands in a release that it names."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
import upstream_texts
from deciding.table import RULES
from keras_quiet.command.rulebook import reading
from proving import claims, searching
from rulebooks import Folder, rule

if TYPE_CHECKING:
    from pathlib import Path

needs_grep = pytest.mark.skipif(not shutil.which("grep"), reason="needs GNU grep, which looks for the texts")


def claim(tmp_path: Path, *upstream: str, **fields: str) -> claims.Claim:
    fields = {"upstream": repr(list(upstream)), **fields}
    return claims.of(Folder(tmp_path).read(rule(**fields)).rules[0])


def installed(site: Path, package: str, version: str, **files: str | bytes) -> None:
    """Install a package: its files, and the record that pip leaves."""
    (site / package).mkdir(parents=True)
    for name, content in files.items():
        file = site / package / name.replace("_so", ".so").replace("_py", ".py")
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    info = site / f"{package}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n", "utf-8")
    record = "".join(f"{path.relative_to(site)},,\n" for path in (site / package).iterdir())
    (info / "RECORD").write_text(record, "utf-8")


def test_a_claim_is_the_long_literal_texts_of_a_rule(tmp_path: Path) -> None:
    fields = {
        "messages": r"['(?:The )?green tea is ready in \d+ minutes\.', 'Tea']",
        "continues": r"['  of the pot with the lid$']",
    }
    assert claim(tmp_path, "tea/tea.cc", **fields).parts == (
        "  of the pot with the lid",
        " minutes.",
        "green tea is ready in ",
    )


@pytest.mark.parametrize(
    ("entry", "allowed", "refused"),
    [
        ("tea/tea.cc", ["1.0", "2.21.0"], []),
        ("tea/tea.cc, before 2.10", ["1.15.5", "2.9.3"], ["2.10.0", "2.21.0"]),
        ("tea/tea.cc, 2.3 to 2.15", ["2.3.0", "2.15.1"], ["2.2.0", "2.16.0", "1.15.0"]),
        ("tea/tea.cc, 2.16 and newer", ["2.16.1", "3.0"], ["2.15.1"]),
        ("tea/tea.cc, 2.12 and 2.14", ["2.12.0", "2.14.9"], ["2.13.0"]),
        ("tea/tea.cc:12", ["0.1"], []),
        ("tea/tea.cc, before TensorFlow 2.3", ["2.2.0"], ["2.3.0"]),
    ],
)
def test_a_claim_allows_the_versions_that_upstream_names(
    tmp_path: Path, entry: str, allowed: list[str], refused: list[str]
) -> None:
    made = claim(tmp_path, entry)
    assert [each for each in (*allowed, *refused) if made.allows("tea", claims.version(each))] == allowed
    assert not made.allows("milk", (1, 0))


def test_what_is_compiled_into_several_packages_may_stand_in_each(tmp_path: Path) -> None:
    made = claim(tmp_path, "xla/service/tea.cc")
    assert all(made.allows(package, (1,)) for package in ("tensorflow", "jaxlib", "jax_plugins"))
    assert not made.allows("keras", (1,))


@needs_grep
def test_texts_are_found_in_libraries_and_in_joined_literals(tmp_path: Path) -> None:
    source = 'warn("green tea "\n     f"is ready" + \\\n     " at last", \'it isn\\\'t cold\')'
    installed(tmp_path, "tea", "1.0", tea_so=b"\x7fEL\0black tea is ready\0", pot_py=source)
    (release,) = searching.releases(tmp_path)
    texts = ["black tea is", "tea is ready", "green tea is ready at last", "it isn't cold", "green tea is cold"]
    assert searching.standing(texts, release, statements=False) == set(texts[:-1])


@needs_grep
def test_a_rule_is_proved_by_a_release_that_it_names_and_by_no_other(tmp_path: Path) -> None:
    made = claim(tmp_path, "tea/tea.cc, 2.0 to 2.5", messages="['Tea is ready now']")
    installed(tmp_path / "new", "tea", "3.0", tea_py="'Tea is ready now'")
    assert upstream_texts.proofs([made], [tmp_path / "new"])[0].searched == []
    installed(tmp_path / "old", "tea", "2.1.4", tea_py="'Tea is  ready now'")
    (proof,) = upstream_texts.proofs([made], [tmp_path / "new", tmp_path / "old"])
    assert (proof.missing, proof.searched) == (["Tea is ready now"], ["tea 2.1.4"])
    (tmp_path / "old" / "tea" / "tea.py").write_text("'Tea is ready now'", "utf-8")
    assert upstream_texts.proofs([made], [tmp_path / "old"])[0].missing == []


@needs_grep
def test_a_text_that_is_put_together_when_it_prints_is_found_in_pieces(tmp_path: Path) -> None:
    installed(tmp_path, "tea", "1.0", tea_py="'CUDNN_STATUS_TEA', 'the pot is empty', 'Plan failed'")
    found = upstream_texts.proofs(
        [claim(tmp_path, "tea/tea.cc", messages=r"['Plan failed: CUDNN_STATUS_TEA \(the pot is empty\)']")], [tmp_path]
    )
    assert found[0].missing == []
    (tmp_path / "tea" / "tea.py").write_text("'CUDNN_STATUS_TEA', 'the potis empty', 'Plan failed'", "utf-8")
    assert upstream_texts.proofs([found[0].claim], [tmp_path])[0].missing == [found[0].claim.parts[0]]


def test_what_programs_are_known_to_have_printed_is_proved(tmp_path: Path) -> None:
    made = claim(tmp_path, "tea/tea.cc", messages="['Tea is ready now', 'Coffee is ready']")
    (proof,) = upstream_texts.proofs([made], [], "I tea.cc:12] Tea is ready now\n")
    assert proof.missing == ["Coffee is ready"]
    assert "Local rendezvous is aborting with status: OUT_OF_RANGE: End of sequence" in upstream_texts.printed()


def test_signs_alone_prove_a_text_as_little_as_nothing() -> None:
    assert claims.pieces("\t [[{{node ") == ["node"]
    assert claims.pieces("=== ===") == ["=== ==="]


def test_what_was_read_elsewhere_are_texts_of_rules() -> None:
    parts = {rule.id: claims.of(rule).parts for rule in reading.read_rules(RULES).rules}
    stale = {rule: texts - set(parts.get(rule, ())) for rule, texts in upstream_texts.read().items()}
    assert {rule: texts for rule, texts in stale.items() if texts} == {}
