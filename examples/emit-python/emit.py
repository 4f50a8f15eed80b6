"""Asks Offboard to remove an external connection from a CodeArtifact repository.

    python3 emit.py offboard-prod acme web public:npmjs
"""

import json
import sys
import uuid
from datetime import datetime, timezone

import boto3

bus, domain, repository, connection = sys.argv[1:5]

request_id = uuid.uuid4().hex
detail = {
    "metadata": {
        "id": request_id,
        "version": "2",
        "timestamp": datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "correlationId": request_id,
        "causationId": request_id,
        "reason": "The repository is mirrored elsewhere",
    },
    "data": {
        "association": "codeartifact-external-connection",
        "target": {"domain": domain, "repository": repository, "externalConnection": connection},
    },
}
answer = boto3.client("events").put_events(
    Entries=[
        {
            "EventBusName": bus,
            "Source": "my.team",
            "DetailType": "DisassociationRequested",
            "Detail": json.dumps(detail),
        }
    ]
)
# PutEvents answers 200 with refused entries inside.
if answer["FailedEntryCount"]:
    sys.exit(f"{answer['Entries'][0]['ErrorCode']}: {answer['Entries'][0]['ErrorMessage']}")
print(answer["Entries"][0]["EventId"])
