"""Evaluates one rule with a Python CEL engine for a given time; prints evaluations per second of processor time.

usage: cel_python.py ENGINE RULE SECONDS      engines: interpreted, compiled (both cel-python), cpp (cel-expr-python)
"""

import json
import pathlib
import sys
import time

RULES = pathlib.Path(__file__).with_name("rules") / "cel.json"
BATCH = 100


def celpy_program(rule, runner):
    import celpy
    from celpy import celparser

    # cel-python 0.5.0 keeps one parser for the process and gives it the tree class of the first runner that asks; without
    # this the compiled runner meets trees of the interpreted one.
    celparser.CELParser.CEL_PARSER = None
    environment = celpy.Environment(runner_class=getattr(celpy, runner))
    program = environment.program(environment.compile(rule["expression"]))
    context = celpy.json_to_cel(rule["context"])
    return lambda: bool(program.evaluate(context))


def cpp_program(rule):
    from cel_expr_python import cel

    def named(text):
        if text == "list(string)":
            return cel.Type.List(cel.Type.STRING)
        if text == "list(map(string, string))":
            return cel.Type.List(cel.Type.Map(cel.Type.STRING, cel.Type.STRING))
        return getattr(cel.Type, text.upper())

    variables = {name: named(text) for name, text in rule["variables"].items()}
    environment = cel.NewEnv(variables=variables)
    expression = environment.compile(rule["expression"])
    activation = environment.Activation(rule["context"])
    return lambda: bool(expression.eval(activation).value())


def main():
    engine, name, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
    rule = next(rule for rule in json.loads(RULES.read_text()) if rule["name"] == name)
    if engine == "cpp":
        evaluate = cpp_program(rule)
    else:
        evaluate = celpy_program(rule, {"interpreted": "InterpretedRunner", "compiled": "CompiledRunner"}[engine])
    if evaluate() != rule["expected"]:
        sys.exit(f"{engine} answers {name} wrongly")
    count, start, start_of_work = 0, time.perf_counter(), time.thread_time()
    while time.perf_counter() - start < seconds:
        for _ in range(BATCH):
            evaluate()
        count += BATCH
    print(count / (time.thread_time() - start_of_work))


main()
