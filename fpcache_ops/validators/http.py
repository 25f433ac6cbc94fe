"""Asking a validator over HTTP: one POST for each question, a connection each, no redirects."""

import asyncio
import ssl

import httpx

from fpcache_ops.config.validators import HttpTable
from fpcache_ops.core.evidence import Evidence
from fpcache_ops.core.judging import ValidatorFailed
from fpcache_ops.core.verdict import ValidatorIdentity, Verdict
from fpcache_ops.validators.contract import asker, question, verdict, version_of


class Http:
    """A validator that is asked as :mod:`fpcache_ops.validators.contract` says.

    A connection serves one question, so that no answer can be taken for that of another.
    """

    def __init__(self, settings: HttpTable, *, token: str | None) -> None:
        self.name = settings.name
        self._settings = settings
        self._headers = {
            "content-type": "application/json",
            "accept": "application/json",
            "accept-encoding": "identity",
        }
        if token is not None:
            self._headers["authorization"] = f"Bearer {token}"
        self._tls = ssl.create_default_context()
        self._asker = asker(settings, version_of(settings.answering()))

    def version(self, language: str, vulnerability_type: str) -> str:
        """A digest of the endpoint, the model, the prompt, the parameters and the limits."""
        return self._asker.version

    def judge(self, evidence: Evidence) -> Verdict:
        """Ask. Raises ValidatorFailed: there is no answer that can be believed."""
        named, asked = question(self._asker, evidence, self._settings.question_bytes)
        answer = asyncio.run(self._answer(asked))
        return verdict(answer, named, ValidatorIdentity(self.name, self._asker.version))

    async def _answer(self, asked: bytes) -> bytes:
        total = self._settings.total_seconds
        try:
            async with asyncio.timeout(total):
                return await self._posted(asked)
        except TimeoutError as error:
            raise ValidatorFailed(f"no answer within {total:g} s") from error
        except httpx.TimeoutException as error:
            raise ValidatorFailed(f"the validator is too slow ({type(error).__name__})") from error
        except httpx.HTTPError as error:
            raise ValidatorFailed(f"no answer ({type(error).__name__})") from error

    async def _posted(self, asked: bytes) -> bytes:
        settings = self._settings
        read, connect = settings.read_seconds, settings.connect_seconds
        async with (
            httpx.AsyncClient(
                verify=self._tls,
                # A proxy of the environment would be shown source code.
                trust_env=False,
                timeout=httpx.Timeout(read, connect=connect),
                follow_redirects=False,
            ) as client,
            client.stream("POST", settings.url, content=asked, headers=self._headers) as response,
        ):
            if response.is_redirect:
                raise ValidatorFailed("the validator redirects, which is not followed")
            if response.status_code != httpx.codes.OK:
                raise ValidatorFailed(f"the validator answered status {response.status_code}")
            if response.headers.get("content-encoding", "identity") != "identity":
                raise ValidatorFailed("the answer is compressed, which was not asked for")
            answer = bytearray()
            async for chunk in response.aiter_raw():
                answer += chunk
                if len(answer) > settings.answer_bytes:
                    raise ValidatorFailed(f"the answer exceeds {settings.answer_bytes} bytes")
            return bytes(answer)
