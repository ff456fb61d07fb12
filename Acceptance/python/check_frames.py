"""Checks that no async function of a program writes past the frame it is given.

Usage: check_frames.py PROGRAM. The Swift 6.3 optimiser was seen to record 656 bytes for a frame that uses 672, which
overwrites the allocator's bookkeeping behind it: memory corruption that no debug build shows. For every async function
this compares the size in its function pointer (symbol ...Tu) with the highest offset that its parts store at.
x86-64 ELF with a symbol table only.
"""
import platform
import re
import struct
import subprocess
import sys


def lines(*command):
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        yield from process.stdout
    assert process.returncode == 0, command


def sections(program):
    row = re.compile(r"\s*\[\s*\d+\]\s+(\S+)\s+(\S+)\s+([0-9a-f]+)\s+([0-9a-f]+)\s+([0-9a-f]+)")
    for line in lines("readelf", "-SW", program):
        found = row.match(line)
        if found and found[2] != "NOBITS" and int(found[3], 16):
            yield tuple(int(found[part], 16) for part in (3, 4, 5))


def frames(program):
    """The size of each async function's frame, and the addresses of its parts."""
    places = list(sections(program))
    sizes, parts = {}, {}
    with open(program, "rb") as file:
        for line in lines("nm", "-S", program):
            fields = line.split()
            if len(fields) != 4:
                continue
            address, length, name = int(fields[0], 16), int(fields[1], 16), fields[3]
            if name.endswith("Tu"):
                for start, offset, size in places:
                    if start <= address < start + size:
                        file.seek(offset + address - start)
                        sizes[name[:-2]] = struct.unpack("<iI", file.read(8))[1]
            else:
                parts[address] = (re.sub(r"T[QY]\d+_$", "", name), address + length)
    return sizes, {address: part for address, part in parts.items() if part[0] in sizes}


def overruns(program):
    """Functions that store past their frame, with both sizes. Register r14 holds the frame until it is overwritten."""
    sizes, parts = frames(program)
    assert len(sizes) > 100, f"{program} has no symbols of async functions"
    instruction = re.compile(r"\s*([0-9a-f]+):\s+(\S+)\s*(.*?)(?:\s+#.*)?$")
    store = re.compile(r"(?:(%\w+)|\$\S+),0x([0-9a-f]+)\(%r14\)$")
    widths = {"movups": 16, "movaps": 16, "movdqu": 16, "movdqa": 16, "movq": 8, "movl": 4, "movw": 2, "movb": 1}
    used, part, end = {}, None, 0
    for line in lines("objdump", "-d", "--no-show-raw-insn", "--section=.text", program):
        found = instruction.match(line)
        if not found:
            continue
        address, operation, operands = int(found[1], 16), found[2], found[3]
        if address in parts:
            part, end = parts[address]
        if part is None or address >= end:
            continue
        if operands.endswith(",%r14") or (operation == "pop" and operands == "%r14"):
            part = None
            continue
        found = store.search(operands)
        if found and operation.startswith("mov"):
            register = found[1] or ""
            width = widths.get(operation) or (8 if re.fullmatch(r"%r(\d+|[a-ds][ixp]|[bs]p)", register) else 1)
            used[part] = max(used.get(part, 0), int(found[2], 16) + width)
    return {name: (sizes[name], size) for name, size in used.items() if size > sizes[name]}, len(used)


if __name__ == "__main__":
    if platform.machine() != "x86_64":
        print(f"not checked on {platform.machine()}")
        sys.exit(0)
    wrong, checked = overruns(sys.argv[1])
    for name, (given, used) in sorted(wrong.items()):
        print(f"error: {name} has a frame of {given} bytes and uses {used}")
    print(f"{checked} async functions, {len(wrong)} write past their frame")
    sys.exit(1 if wrong else 0)
