"""The tree of RFC 6962: its roots and proofs are those of others, and no other proof holds."""

import hashlib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pymerkle import InmemoryTree, verify_consistency, verify_inclusion

from chalicelib.domain.tlog import merkle
from chalicelib.domain.tlog.merkle import EMPTY, Node, Range, Tree, Unproven

# The eight leaves and the roots of the tests of Certificate Transparency's reference code.
ENTRIES = [
    bytes.fromhex(entry)
    for entry in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
SIZES = [*range(1, 34), 63, 64, 65, 127, 129, 255, 256, 257, 500]


class Whole:
    """A tree of which every leaf is known, made entry by entry."""

    def __init__(self, entries):
        self.entries = entries
        self.hashes = [merkle.leaf(entry) for entry in entries]

    def root(self, size):
        return Tree().grown(self.hashes[:size]).root

    def node(self, node):
        first = node.number << node.level
        return Tree().grown(self.hashes[first : first + (1 << node.level)]).root

    def inclusion(self, index, size):
        return [merkle.root_of(each, self.node) for each in merkle.inclusion(index, size)]

    def consistency(self, old, new):
        return [merkle.root_of(each, self.node) for each in merkle.consistency(old, new)]


@pytest.fixture(scope="module")
def whole():
    return Whole([f"entry {n}".encode() for n in range(max(SIZES))])


@pytest.fixture(scope="module")
def theirs(whole):
    """The same tree as another library makes it."""
    tree = InmemoryTree("sha256")
    for entry in whole.entries:
        tree.append_entry(entry)
    return tree


def test_the_roots_are_those_of_the_reference_code():
    assert [Whole(ENTRIES).root(n).hex() for n in range(9)] == ROOTS
    assert EMPTY.hex() == ROOTS[0]


def test_proofs_are_those_of_the_reference_code():
    """The example of seven leaves in RFC 6962, 2.1.3, and the vector of its tests."""
    eight = Whole(ENTRIES)

    assert [proof.hex()[:8] for proof in eight.inclusion(0, 8)] == [
        "96a296d2",
        "5f083f0a",
        "6b47aaf2",
    ]
    assert merkle.inclusion(0, 7) == [Range(1, 2), Range(2, 4), Range(4, 7)]
    assert merkle.inclusion(3, 7) == [Range(2, 3), Range(0, 2), Range(4, 7)]
    assert merkle.inclusion(4, 7) == [Range(5, 6), Range(6, 7), Range(0, 4)]
    assert merkle.inclusion(6, 7) == [Range(4, 6), Range(0, 4)]
    assert merkle.consistency(3, 7) == [Range(2, 3), Range(3, 4), Range(0, 2), Range(4, 7)]
    assert merkle.consistency(4, 7) == [Range(4, 7)]
    assert merkle.consistency(6, 7) == [Range(4, 6), Range(6, 7), Range(0, 4)]


@pytest.mark.parametrize("size", SIZES)
def test_roots_are_those_of_another_library(whole, theirs, size):
    assert whole.root(size) == theirs.get_root(size)


@pytest.mark.parametrize("size", SIZES)
def test_proofs_are_checked_by_another_library_and_theirs_by_us(whole, theirs, size):
    for index in {0, size // 3, size // 2, size - 1}:
        proof = theirs.prove_inclusion(index + 1, size)
        assert whole.inclusion(index, size) == proof.path[1:]
        verify_inclusion(whole.hashes[index], whole.root(size), proof)
    for old in {1, size // 3, size // 2, size - 1, size} - {0}:
        proof = theirs.prove_consistency(old, size)
        verify_consistency(whole.root(old), whole.root(size), proof)


sizes = st.integers(1, 500)


@given(sizes, st.data())
def test_what_is_in_the_tree_is_proved(whole, size, data):
    index = data.draw(st.integers(0, size - 1))

    proof = whole.inclusion(index, size)

    check(whole, index, size, proof)
    assert len(proof) <= (size - 1).bit_length()


def check(whole, index, size, proof, *, entry=None, root=None):
    merkle.check_inclusion(
        whole.entries[index] if entry is None else entry,
        index=index,
        size=size,
        root=root or whole.root(size),
        proof=proof,
    )


@given(sizes, st.data())
def test_nothing_else_is_proved(whole, size, data):
    index = data.draw(st.integers(0, size - 1))
    proof = whole.inclusion(index, size)

    with pytest.raises(Unproven, match=f"not leaf {index}"):
        check(whole, index, size, proof, entry=b"another")
    with pytest.raises(Unproven, match=f"not leaf {index}"):
        check(whole, index, size, proof, root=bytes(32))
    with pytest.raises(Unproven, match="too long"):
        check(whole, index, size, [*proof, bytes(32)])
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        with pytest.raises(Unproven, match=f"not leaf {index}"):
            check(whole, index, size, [*proof[:at], bytes(32), *proof[at + 1 :]])
        with pytest.raises(Unproven, match="too short"):
            check(whole, index, size, proof[:-1])


@given(sizes, sizes, st.data())
def test_a_leaf_in_anothers_place_is_found_out(whole, size, other, data):
    index = data.draw(st.integers(0, size - 1))
    assume(other != index)

    with pytest.raises(Unproven):
        merkle.check_inclusion(
            whole.entries[index],
            index=other,
            size=size,
            root=whole.root(size),
            proof=whole.inclusion(index, size),
        )


@given(sizes, sizes)
def test_a_tree_that_has_only_grown_is_proved_to(whole, one, other):
    old, new = sorted((one, other))

    check_grown(whole, old, new, whole.consistency(old, new))


def check_grown(whole, old, new, proof, *, old_root=None, new_root=None):
    merkle.check_consistency(
        old=old,
        new=new,
        old_root=old_root or whole.root(old),
        new_root=new_root or whole.root(new),
        proof=proof,
    )


@given(sizes, sizes, st.data())
def test_a_tree_that_was_changed_is_found_out(whole, one, other, data):
    old, new = sorted((one, other))
    assume(old < new)
    proof = whole.consistency(old, new)
    changed = data.draw(st.integers(0, old - 1))
    forged = Whole([*whole.entries[:changed], b"forged", *whole.entries[changed + 1 :]])

    with pytest.raises(Unproven):
        check_grown(whole, old, new, forged.consistency(old, new), new_root=forged.root(new))
    with pytest.raises(Unproven):
        check_grown(whole, old, new, proof, new_root=forged.root(new))
    with pytest.raises(Unproven):
        check_grown(whole, old, new, proof, old_root=forged.root(old))
    with pytest.raises(Unproven, match="too short"):
        check_grown(whole, old, new, proof[:-1])
    with pytest.raises(Unproven, match="too long"):
        check_grown(whole, old, new, [*proof, bytes(32)])


def test_a_tree_does_not_shrink_and_has_one_root(whole):
    with pytest.raises(Unproven, match="a tree of 5 leaves cannot have become one of 4"):
        check_grown(whole, 5, 4, [])
    with pytest.raises(Unproven, match="two trees of 5 leaves"):
        check_grown(whole, 5, 5, [], new_root=bytes(32))
    with pytest.raises(Unproven, match="too long"):
        check_grown(whole, 5, 5, [bytes(32)])
    with pytest.raises(Unproven, match="too short"):
        check_grown(whole, 5, 6, [])


def test_from_nothing_everything_can_grow(whole):
    assert merkle.consistency(0, 5) == []
    check_grown(whole, 0, 5, [])
    with pytest.raises(Unproven, match="two trees of 0 leaves"):
        check_grown(whole, 0, 5, [], old_root=bytes(32))


@pytest.mark.parametrize("index", [-1, 5, 6])
def test_a_leaf_that_cannot_be_is_refused(whole, index):
    with pytest.raises(Unproven, match=f"a tree of 5 leaves has no leaf {index}"):
        check(whole, index, 5, [])


@given(st.lists(st.integers(0, 40), max_size=9))
def test_it_does_not_matter_in_what_portions_a_tree_grows(whole, portions):
    tree = Tree()
    for portion in portions:
        tree = tree.grown(whole.hashes[tree.size : tree.size + portion])

    assert tree.root == whole.root(tree.size)
    assert len(tree.peaks) == tree.size.bit_count()


@given(sizes, sizes)
def test_a_range_of_a_proof_is_made_of_whole_subtrees(one, other):
    old, new = sorted((one, other))

    for of in (*merkle.consistency(old, new), *merkle.inclusion(old - 1, new)):
        made = [leaf for node in merkle.nodes(of) for leaf in leaves(node)]
        assert made == list(range(of.first, of.end))


def leaves(node: Node):
    return range(node.number << node.level, node.number + 1 << node.level)


def test_a_proof_in_a_hundred_thousand_has_at_most_17_hashes():
    for index in (0, 1, 65_535, 65_536, 99_999):
        assert len(merkle.inclusion(index, 100_000)) <= 17


def test_leaf_and_node_are_hashed_apart():
    assert merkle.leaf(b"") == hashlib.sha256(b"\x00").digest()
    assert merkle.inner(b"a", b"b") == hashlib.sha256(b"\x01ab").digest()
