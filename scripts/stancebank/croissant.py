"""croissant.json: the dataset as MLCommons Croissant 1.1 with its RAI extension describes one.

https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pyarrow as pa

from stancebank.tables import Files

_CONTEXT: Final = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context that the specification gives; readers warn of another."""

RAI_SECTIONS: Final = {
    "Curation rationale": ("rai:dataCollection",),
    "Annotators and process": ("rai:dataAnnotationProtocol",),
    "Known limits and biases": ("rai:dataLimitations", "rai:dataBiases"),
    "Recommended use": ("rai:dataUseCases",),
    "Personal and sensitive information": ("rai:personalSensitiveInformation",),
}
"""Sections of the card, and the properties of RAI 1.0 that they are."""


def render(
    front: Mapping[str, Any],
    sections: Mapping[str, str],
    citation: Mapping[str, Any],
    schemas: Mapping[str, pa.Schema],
    files: Files,
) -> str:
    """croissant.json of a dataset repository, from its card, its CITATION.cff and its Parquet files.

    A record set for each config, over the files of all its splits. Lists of structs within lists of structs are left
    to the Parquet files: the specification has no words for them that its reference reader follows.
    """
    metadata: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"],
        "name": front.get("pretty_name", "dataset"),
        "description": sections.get("Curation rationale", ""),
        "version": front["version"],
        "license": front.get("license_link") or front.get("license", ""),
        "inLanguage": front.get("language", []),
        "keywords": front.get("tags", []),
        "creator": [{"@type": "sc:Organization", "name": name} for name in _authors(citation)],
        "citeAs": _bibtex(citation) if citation else None,
        "datePublished": str(citation.get("date-released", "")),
    }
    for heading, names in RAI_SECTIONS.items():
        metadata |= dict.fromkeys(names, sections[heading]) if heading in sections else {}
    metadata["distribution"] = [*_file_objects(files), *_file_sets(files)]
    metadata["recordSet"] = [_record_set(config, schemas[config]) for config in files]
    return json.dumps({key: value for key, value in metadata.items() if value}, indent=2, ensure_ascii=False) + "\n"


def _authors(citation: Mapping[str, Any]) -> list[str]:
    return [
        author.get("name") or " ".join(author[key] for key in ("given-names", "family-names") if key in author)
        for author in citation.get("authors", [])
    ]


def _bibtex(citation: Mapping[str, Any]) -> str:
    fields = {
        "title": f"{{{citation['title']}}}",
        "author": " and ".join(f"{{{name}}}" for name in _authors(citation)),
        "year": str(citation.get("date-released", ""))[:4],
        "version": str(citation.get("version", "")),
    }
    return f"@misc{{dataset, {', '.join(f'{name} = {{{value}}}' for name, value in fields.items() if value)}}}"


def _file_objects(files: Files) -> Iterator[dict[str, Any]]:
    for splits in files.values():
        for file in splits.values():
            yield {
                "@type": "cr:FileObject",
                "@id": file.path,
                "name": file.path,
                "contentUrl": file.path,
                "contentSize": f"{file.file_bytes} B",
                "encodingFormat": "application/x-parquet",
                "sha256": file.sha256,
            }


def _file_sets(files: Files) -> Iterator[dict[str, Any]]:
    for config in files:
        yield {
            "@type": "cr:FileSet",
            "@id": f"files/{config}",
            "name": f"files/{config}",
            "encodingFormat": "application/x-parquet",
            "includes": f"data/{config}/*.parquet",
        }


def _record_set(config: str, schema: pa.Schema) -> dict[str, Any]:
    features = json.loads(schema.metadata[b"huggingface"])["info"]["features"]
    split = {
        "@type": "cr:Field",
        "@id": f"{config}/split",
        "name": f"{config}/split",
        "dataType": ["sc:Text", "cr:Split"],
        "source": {
            "fileSet": {"@id": f"files/{config}"},
            "extract": {"fileProperty": "fullpath"},
            "transform": {"regex": r"^(?:.*/)?(\w+)-[^/]*$"},
        },
    }
    fields = [field for name, feature in features.items() for field in _fields(config, (name,), feature)]
    return {
        "@type": "cr:RecordSet",
        "@id": config,
        "name": config,
        "key": {"@id": f"{config}/id"},
        "field": [split, *fields],
    }


def _fields(config: str, path: tuple[str, ...], feature: Any, *, in_list: bool = False) -> Iterator[dict[str, Any]]:
    """The field at a path of keys, if it can be told; `in_list` where one of them leads into a list of structs."""
    name = "/".join((config, *path))
    field: dict[str, Any] = {"@type": "cr:Field", "@id": name, "name": name}
    if repeated := feature.get("_type") == "List":
        feature = feature["feature"]
    if "_type" not in feature:
        if repeated and in_list:
            return
        parts = [_fields(config, (*path, key), part, in_list=in_list or repeated) for key, part in feature.items()]
        field["subField"] = [sub_field for part in parts for sub_field in part]
    elif feature["_type"] == "ClassLabel":
        field["description"] = ", ".join(f"{number} {label}" for number, label in enumerate(feature["names"]))
        field["dataType"] = "sc:Integer"
    else:
        field["dataType"] = {"string": "sc:Text", "int64": "sc:Integer", "bool": "sc:Boolean"}[feature["dtype"]]
    if repeated:
        field["repeated"] = True
    if "subField" not in field:
        field["source"] = {"fileSet": {"@id": f"files/{config}"}, "extract": {"column": path[0]}}
        if len(path) > 1:
            field["source"]["transform"] = [{"jsonPath": key} for key in path[1:]]
    yield field
