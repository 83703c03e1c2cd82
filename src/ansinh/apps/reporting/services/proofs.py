"""Evidence files: through the gate, kept by their digest under the folder of uploads, given out only by their digest."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.reporting.models import Proof
from ansinh.files.errors import UnreadableFile
from ansinh.files.gate import KEPT_LIMITS, TYPES, check_file
from ansinh.files.limits import megabytes
from ansinh.files.shelf import NotOnShelf, place_of, put, take

FOLDER = "minh-chung"


class CannotKeep(Exception):
    """The file was not kept or not taken back; the message says why and what to do."""


class ProofMissing(Exception):
    """The record is there but the file is not, or is not what was kept; whoever runs the system has to look."""


def check_upload(*, name: str, size: int | None) -> None:
    """Refuse a file that is too large before it is read. Raises CannotKeep."""
    if size is None or size > KEPT_LIMITS.file_bytes:
        raise CannotKeep(f"Tệp “{name}” quá mức {megabytes(KEPT_LIMITS.file_bytes)}. Bỏ bớt ảnh hoặc tách tệp.")


def keep_proof(
    *,
    owner: models.Model,
    field: str,
    name: str,
    content: bytes,
    actor: User,
    now: dt.datetime,
    use: str = "proof",
    note: str = "",
    subject: models.Model | None = None,
) -> Proof:
    """Keep a file with what it proves; the same file twice is one. The caller has checked who may.

    ``field`` names the owner's column of Proof. Raises CannotKeep.
    """
    try:
        kept = check_file(content, name=name)
    except UnreadableFile as reason:
        raise CannotKeep(str(reason)) from reason
    put(_folder(), content, kept.sha256)
    own: dict[str, Any] = {field: owner}
    values = {"name": kept.name, "kind": kept.kind, "size": kept.size, "note": note.strip()[:300], "use": use}
    try:
        with transaction.atomic():
            proof = Proof.objects.create(**own, **values, sha256=kept.sha256, kept_by=actor, kept_at=now)
            record(
                actor=actor,
                verb="reporting.proof",
                subject=subject or owner,
                detail={"file": kept.name, "sha256": kept.sha256, "size": kept.size, "use": use},
                at=now,
            )
    except IntegrityError:
        # The button was pressed twice, or somebody else has brought the same file.
        return Proof.objects.get(**own, sha256=kept.sha256, withdrawn_at=None)
    return proof


@transaction.atomic
def withdraw_proof(*, proof: Proof, actor: User, now: dt.datetime, subject: models.Model) -> Proof:
    """Take a file back that was brought by mistake: it is no longer shown as evidence, its bytes and record stay."""
    row = Proof.objects.select_for_update().get(pk=proof.pk)
    if row.withdrawn_at is not None:
        raise CannotKeep("Tệp này đã được rút lại. Tải lại trang.")
    row.withdrawn_by, row.withdrawn_at = actor, now
    row.save(update_fields=["withdrawn_by", "withdrawn_at"])
    record(actor=actor, verb="reporting.proof_withdrawn", subject=subject, detail={"sha256": row.sha256}, at=now)
    return row


def path_of(sha256: str) -> Path:
    """Return where the bytes of a digest lie; anything that is no digest is refused. Raises ProofMissing."""
    try:
        return place_of(_folder(), sha256)
    except NotOnShelf as reason:
        raise ProofMissing(str(reason)) from reason


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER


def read_proof(proof: Proof) -> tuple[bytes, str]:
    """Return the bytes and the media type of a kept file, compared with its digest. Raises ProofMissing."""
    try:
        return take(_folder(), proof.sha256, name=proof.name), TYPES[proof.kind]
    except NotOnShelf as reason:
        raise ProofMissing(str(reason)) from reason
