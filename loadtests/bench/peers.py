"""What the service is measured against: its endpoint as a bare function, and as most write it.

Neither builds evidence, seals, invalidates or logs lookups. Both are served as the service is: by
uvicorn, in one process, on a socket that is handed to them.
"""

import argparse
import hashlib
import logging
import socket
import sqlite3
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import msgspec
import uvicorn
from fastapi import Depends, FastAPI, Header, HTTPException
from prometheus_client import Counter, Histogram
from pydantic import BaseModel
from sqlalchemy import String, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

ENTRIES = 10_000
TENANT, KEY = "acme", "fpc_a_key_of_the_peer"
_Message = MutableMapping[str, Any]
_Application = Callable[
    [Any, Callable[[], Awaitable[_Message]], Callable[[_Message], Awaitable[None]]], Awaitable[None]
]


# --- bare: parse, hash, look up -------------------------------------------------------------------


class _File(msgspec.Struct):
    content: str


class _Finding(msgspec.Struct):
    id: str
    type: str
    file: str
    line: int


class _Request(msgspec.Struct):
    vulnerabilities: list[_Finding]
    files: dict[str, _File]


_ANSWER = (
    '{"id":"%s","isValid":false,"confidence":0.97,"reason":"Safe pattern: constant",'
    '"fromCache":true,"cachedAt":"2026-01-01T00:00:00Z","expiresAt":"2026-04-01T00:00:00Z",'
    '"cacheKey":"%s","cacheScope":"organization","cacheHitType":"exact_match","outcome":"hit",'
    '"cause":"hit","verdict":"false_positive","evidence":{"policy":"file","digest":"%s"},'
    '"validator":{"name":"v","version":"' + "1" * 64 + '"},'
    '"astContext":{"inUserInputFlow":false,"hasValidation":false,"fileClassification":"production"}}'
)


def bare(folder: Path) -> _Application:
    """Parses a request, hashes its files, looks every finding up by itself."""
    store = sqlite3.connect(folder / "bare.db", isolation_level=None)
    store.execute("CREATE TABLE entries (key BLOB PRIMARY KEY, answer TEXT) WITHOUT ROWID")
    store.execute("BEGIN")
    for number in range(ENTRIES):
        store.execute("INSERT INTO entries VALUES (?, ?)", (number.to_bytes(32, "big"), _ANSWER))
    store.execute("COMMIT")
    decode = msgspec.json.Decoder(_Request).decode

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        assert scope["type"] == "http"
        pieces, more = [], True
        while more:
            message = await receive()
            pieces.append(message.get("body", b""))
            more = message.get("more_body", False)
        asked = decode(b"".join(pieces))
        digests = {
            path: hashlib.sha256(file.content.encode()).digest()
            for path, file in asked.files.items()
        }
        answers = []
        for one in asked.vulnerabilities:
            key = hashlib.sha256(
                digests[one.file] + f"{one.file}\0{one.type}\0{one.line}".encode()
            ).digest()
            found = store.execute("SELECT answer FROM entries WHERE key = ?", (key,)).fetchone()
            if found is None:
                said = _ANSWER % (one.id, f"{one.file}:{one.line}", key.hex())
                store.execute("INSERT INTO entries VALUES (?, ?)", (key, said))
            else:
                (said,) = found
            answers.append(msgspec.Raw(said.encode()))
        body = msgspec.json.encode(
            {"validated": answers, "stats": {"cacheHits": len(answers), "cacheMisses": 0}}
        )
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return answer


# --- FastAPI, pydantic, SQLAlchemy's ORM ----------------------------------------------------------


class _Base(DeclarativeBase):
    pass


class _Key(_Base):
    __tablename__ = "api_keys"
    digest: Mapped[str] = mapped_column(String, primary_key=True)
    tenant: Mapped[str] = mapped_column(String)


class _Entry(_Base):
    __tablename__ = "cached_validations"
    id: Mapped[int] = mapped_column(primary_key=True)
    tenant: Mapped[str] = mapped_column(String, index=True)
    digest: Mapped[str] = mapped_column(String, index=True)
    is_valid: Mapped[bool]
    confidence: Mapped[float]
    reason: Mapped[str]
    validator: Mapped[str]
    validator_version: Mapped[str]
    cached_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class VulnerabilityIn(BaseModel):
    id: str | int | None = None
    type: str
    patternId: str | None = None  # noqa: N815  as clients send it
    file: str
    line: int
    column: int | None = None
    code: str | None = None
    severity: str | None = None


class FileIn(BaseModel):
    content: str
    hash: str | None = None


class RequestIn(BaseModel):
    repository: str = "unknown/repo"
    vulnerabilities: list[VulnerabilityIn]
    files: dict[str, str | FileIn]


class EvidenceOut(BaseModel):
    policy: str
    digest: str


class ValidatorOut(BaseModel):
    name: str
    version: str


class ContextOut(BaseModel):
    inUserInputFlow: bool  # noqa: N815
    hasValidation: bool  # noqa: N815
    fileClassification: str  # noqa: N815


class ValidatedOut(BaseModel):
    id: str | int | None
    isValid: bool  # noqa: N815
    confidence: float
    reason: str
    fromCache: bool  # noqa: N815
    cachedAt: datetime | None  # noqa: N815
    expiresAt: datetime | None  # noqa: N815
    cacheKey: str  # noqa: N815
    cacheScope: str  # noqa: N815
    outcome: str
    evidence: EvidenceOut
    validator: ValidatorOut
    astContext: ContextOut  # noqa: N815


class StatsOut(BaseModel):
    total: int
    validated: int
    rejected: int
    cacheHits: int  # noqa: N815
    cacheMisses: int  # noqa: N815


class ResponseOut(BaseModel):
    validated: list[ValidatedOut]
    stats: StatsOut


def idiomatic(folder: Path) -> _Application:
    """The endpoint as a tutorial would have it, one query for all findings of a request."""
    engine = create_engine(f"sqlite:///{folder / 'orm.db'}")
    _Base.metadata.create_all(engine)
    sessions = sessionmaker(engine)
    with sessions() as session:
        session.add(_Key(digest=hashlib.sha256(KEY.encode()).hexdigest(), tenant=TENANT))
        session.add_all(_entry(f"{number:064x}") for number in range(ENTRIES))
        session.commit()
    app = FastAPI()
    lookups = Counter("peer_lookups_total", "Findings", ["outcome"])
    seconds = Histogram("peer_seconds", "Time of a request")
    log = logging.getLogger("peer")
    log.addHandler(logging.FileHandler(folder / "peer.log"))
    log.setLevel(logging.INFO)

    def a_session() -> Iterator[Session]:
        with sessions() as session:
            yield session

    Database = Annotated[Session, Depends(a_session)]  # noqa: N806

    def a_tenant(database: Database, x_api_key: Annotated[str, Header()]) -> str:
        key = database.get(_Key, hashlib.sha256(x_api_key.encode()).hexdigest())
        if key is None:
            raise HTTPException(401, "Invalid API key")
        return key.tenant

    @app.post("/api/v1/vulnerabilities/validate")
    def validate(
        asked: RequestIn, database: Database, tenant: Annotated[str, Depends(a_tenant)]
    ) -> ResponseOut:
        with seconds.time():
            digests = [_digest(one, asked.files[one.file]) for one in asked.vulnerabilities]
            wanted = select(_Entry).where(_Entry.tenant == tenant, _Entry.digest.in_(digests))
            known = {entry.digest: entry for entry in database.scalars(wanted)}
            new = {digest: _entry(digest) for digest in digests if digest not in known}
            if new:
                database.add_all(new.values())
                database.commit()
            answers = [
                _answer(asked.repository, one, (known | new)[digest], is_hit=digest in known)
                for one, digest in zip(asked.vulnerabilities, digests, strict=True)
            ]
        hits = sum(answer.fromCache for answer in answers)
        lookups.labels("hit").inc(hits)
        lookups.labels("miss").inc(len(answers) - hits)
        log.info("validate tenant=%s findings=%d hits=%d", tenant, len(answers), hits)
        real = sum(answer.isValid for answer in answers)
        return ResponseOut(
            validated=answers,
            stats=StatsOut(
                total=len(answers),
                validated=real,
                rejected=len(answers) - real,
                cacheHits=hits,
                cacheMisses=len(answers) - hits,
            ),
        )

    return app


def _digest(one: VulnerabilityIn, file: str | FileIn) -> str:
    content = file if isinstance(file, str) else file.content
    about = f"{one.file}\0{one.type}\0{one.line}\0{content}"
    return hashlib.sha256(about.encode()).hexdigest()


def _entry(digest: str) -> _Entry:
    now = datetime.now(UTC)
    return _Entry(
        tenant=TENANT,
        digest=digest,
        is_valid=False,
        confidence=0.97,
        reason="Safe pattern: constant",
        validator="v",
        validator_version="1" * 64,
        cached_at=now,
        expires_at=now + timedelta(days=90),
    )


def _answer(repository: str, one: VulnerabilityIn, entry: _Entry, *, is_hit: bool) -> ValidatedOut:
    return ValidatedOut(
        id=one.id,
        isValid=entry.is_valid,
        confidence=entry.confidence,
        reason=entry.reason,
        fromCache=is_hit,
        cachedAt=entry.cached_at if is_hit else None,
        expiresAt=entry.expires_at if is_hit else None,
        cacheKey=f"{TENANT}/{repository}/[{one.file}:{one.line}]:{one.type}",
        cacheScope="organization",
        outcome="hit" if is_hit else "miss",
        evidence=EvidenceOut(policy="file", digest=entry.digest),
        validator=ValidatorOut(name=entry.validator, version=entry.validator_version),
        astContext=ContextOut(
            inUserInputFlow=False, hasValidation=False, fileClassification="production"
        ),
    )


PEERS = {"bare": bare, "idiomatic": idiomatic}


def main() -> None:
    """Serve a peer on the listening socket of this number, until told to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("peer", choices=PEERS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("socket", type=int)
    given = parser.parse_args()
    config = uvicorn.Config(
        PEERS[given.peer](given.folder),
        http="httptools",
        lifespan="off",
        log_config=None,
        access_log=False,
    )
    uvicorn.Server(config).run([socket.socket(fileno=given.socket)])


if __name__ == "__main__":
    main()
