"""Runs the custom actions in this process.

Over HTTP every action costs a hop, and stock Rasa builds its JSON schema anew at each call
(14 ms of a turn, measured, design section 8). The actions stay plain rasa_sdk actions.
"""

from __future__ import annotations

import logging
from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

log = logging.getLogger("eerstjij")


class InProcessActions(EndpointConfig):
    """An action endpoint that calls rasa_sdk's executor directly."""

    def __init__(self, package: str = "actions") -> None:
        super().__init__(url="in-process", enable_selective_domain=True)
        self._executor = ActionExecutor()
        self._executor.register_package(package)

    async def request(self, *_args: Any, **kwargs: Any) -> Any:
        """Run the action that Rasa asks for and return its events and responses."""
        call = kwargs["json"]
        call.setdefault("domain", {})
        return await self._executor.run(call)


def install() -> None:
    """Let results of our own actions pass unchecked: rasa_sdk made them, in this process.

    Rasa's check of them against a JSON schema guards against a stranger's action server. It took a
    twelfth of a turn (72 turns a second without it, 67 with it, one core).
    """
    RemoteAction._validate_action_result = _geldig


def _geldig(_self: RemoteAction, _result: dict[str, Any]) -> bool:
    return True
