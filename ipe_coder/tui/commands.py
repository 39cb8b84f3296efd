"""Commands: an action, its key, its words and when it is available, said once.

```python
@command("c", footer="code", group="Coding", when=has_target)
def action_apply_code(self) -> None:
    \"\"\"Find a code and apply it to the selection.\"\"\"
```

From this come the binding (`coding.apply_code`, so that a keymap can name it), its tooltip, the
footer, the list behind `?`, the palette, and whether the key works now.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, wraps
from inspect import iscoroutinefunction
from typing import Any, ClassVar, TypeVar

from textual.binding import Binding, BindingsMap, BindingType
from textual.dom import DOMNode

from ipe_coder.tui.failures import reported
from ipe_coder.tui.keymap import Keymap

Action = TypeVar("Action", bound=Callable[..., Any])

EVERYWHERE = "Everywhere"
"""The heading of the keys that every screen has."""

PLACES: dict[str, type[Commands]] = {}
"""The screens, dialogs and panes that were loaded, by their names in keymaps."""

_RANGE = re.compile(r"(\d)\.\.(\d)")


@dataclass(frozen=True)
class Needs:
    """What a command is available for, and what its key says where that is missing."""

    holds: Callable[[Any], bool]
    otherwise: str | Callable[[Any], str]
    """As in `No segment is here. {coding.next_segment} goes to the next one.`"""

    def __call__(self, place: Any) -> bool:
        """Tell whether the command is available."""
        return bool(self.holds(place))

    def why_not(self, place: Any) -> str:
        """Say what is missing."""
        return self.otherwise if isinstance(self.otherwise, str) else self.otherwise(place)


def needs(otherwise: str | Callable[[Any], str]) -> Callable[[Callable[[Any], bool]], Needs]:
    """Make of a condition what says in one line what is missing, and what to do."""
    return lambda holds: Needs(holds, otherwise)


@dataclass(frozen=True)
class Command:
    """One thing that can be done on a screen or in a pane."""

    action: str
    """Name of the action: the method's without `action_`."""
    keys: tuple[str, ...]
    """As they are typed: `c`, `ctrl+n`, `[`; or one range, `1..9`."""
    help: str
    """What it does, from the method's docstring: one sentence without its full stop; keys stand
    in it by their names, as in `{coding.memo}`."""
    footer: str = ""
    """The word beside its key in the footer; commands of one word share a place there."""
    group: str = ""
    """The heading above it in the list of keys."""
    when: Callable[[Any], bool] | None = None
    """Tells whether it is available now; always when None."""
    priority: bool = False
    """Whether its key comes before those of the focused pane."""
    in_palette: bool = True

    @cached_property
    def digits(self) -> range | None:
        """The digits that it takes, if its key is a range of them."""
        found = _RANGE.fullmatch(self.keys[0]) if self.keys else None
        return range(int(found[1]), int(found[2]) + 1) if found else None

    def bindings(self, prefix: str, keys: tuple[str, ...]) -> Iterator[Binding]:
        """Make the bindings of some keys; a range calls the action with its digit."""
        if self.digits is not None:
            for digit in self.digits:
                yield self._binding(str(digit), f"({digit})", f"{prefix}.{self.action}.{digit}")
        elif keys:
            yield self._binding(",".join(keys), "", f"{prefix}.{self.action}")

    def _binding(self, keys: str, argument: str, name: str) -> Binding:
        return Binding(
            keys,
            self.action + argument,
            self.footer or self.help,
            show=bool(self.footer),
            tooltip=self.help,
            id=name,
            priority=self.priority,
        )


def command(
    *keys: str,
    footer: str | bool = "",
    group: str = "",
    when: Callable[[Any], bool] | None = None,
    priority: bool = False,
    in_palette: bool = True,
) -> Callable[[Action], Action]:
    """Make a command of an `action_*` method.

    Args:
        keys: Keys as they are typed, the one to show first; a range such as `1..9` calls the
            method with the digit. Without a key the command is only in the palette.
        footer: The word beside the key in the footer; True takes the action's name.
        group: The heading above it in the list of keys.
        when: Takes the screen or pane and tells whether the command is available; one that
            `needs` something says so when the key is pressed without it.
        priority: Whether the key comes before those of the focused pane.
        in_palette: Whether the palette lists it.
    """

    def decorate(method: Action) -> Action:
        action = method.__name__.removeprefix("action_")
        word = action.replace("_", " ") if footer is True else footer or ""
        sentence = (method.__doc__ or "").strip().split("\n")[0].removesuffix(".")
        spoken = Command(action, keys, sentence, word, group, when, priority, in_palette)
        wrapped = _reporting(method)
        wrapped.__command__ = spoken  # type: ignore[attr-defined]
        return wrapped  # type: ignore[return-value]

    return decorate


_AS_DECLARED = Keymap()


class Commands:
    """Mixed into a screen or a pane that declares commands; it stands before the Textual class."""

    NAME: ClassVar[str] = ""
    """Names the screen or pane in keymaps, as in `coding.apply_code`."""
    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = ()
    """All commands, those of parents last."""
    _by_action: ClassVar[dict[str, Command]] = {}

    def __init_subclass__(cls, **options: Any) -> None:
        """Collect the commands and turn them into bindings.

        Raises:
            TypeError: If two commands share a key.
        """
        cls.COMMAND_TABLE = tuple(_collect(cls))
        cls._by_action = {spoken.action: spoken for spoken in reversed(cls.COMMAND_TABLE)}
        if vars(cls).get("NAME"):
            PLACES[cls.NAME] = cls
        if issubclass(cls, DOMNode):
            _refuse_shared_keys(cls)
            cls.BINDINGS = cls.make_bindings(_AS_DECLARED)
            options["inherit_bindings"] = False
        super().__init_subclass__(**options)

    @classmethod
    def keys_of(cls, spoken: Command, keymap: Keymap) -> tuple[str, ...]:
        """Find the keys of a command; digits stay what they are."""
        if spoken.digits is not None:
            return spoken.keys
        return keymap.keys_of(cls.names_of(spoken), spoken.action, spoken.keys)

    @classmethod
    def names_of(cls, spoken: Command) -> tuple[str, ...]:
        """List what a keymap may call the place of a command, the closest first."""
        names = dict.fromkeys(vars(base).get("NAME", "") for base in cls.__mro__)
        shared = (EVERYWHERE.lower(),) if spoken.group == EVERYWHERE else ()
        return (*(name for name in names if name), *shared)

    @classmethod
    def make_bindings(cls, keymap: Keymap) -> list[BindingType]:
        """Make the bindings of all commands; keys of one's own come before others."""
        prefix = cls.NAME or cls.__name__.lower()
        table = sorted(
            cls.COMMAND_TABLE,
            key=lambda spoken: not keymap.is_own(cls.names_of(spoken), spoken.action),
        )
        ours = [
            binding
            for spoken in table
            for binding in spoken.bindings(prefix, cls.keys_of(spoken, keymap))
        ]
        # Ours come first: Textual's key is tried where our command is not available.
        return [*ours, *(_foreign_bindings(cls) if issubclass(cls, DOMNode) else ())]

    def on_mount(self) -> None:
        """Take the keys that hold in the application."""
        if self.keymap != _AS_DECLARED:
            self.follow_keymap()

    def follow_keymap(self) -> None:
        """Take the keys that hold now."""
        self._bindings = BindingsMap(self.make_bindings(self.keymap))

    @property
    def keymap(self) -> Keymap:
        """The keys that hold in the application, if they can be chosen in it."""
        keymap: Keymap = getattr(self.app, "keymap", _AS_DECLARED)  # type: ignore[attr-defined]
        return keymap

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell Textual whether an action is available now."""
        spoken = self.find_command(action)
        if spoken is not None and spoken.when is not None:
            return bool(spoken.when(self))
        return super().check_action(action, parameters)  # type: ignore[misc,no-any-return]

    @classmethod
    def find_command(cls, action: str) -> Command | None:
        """Find a command by the name of its action."""
        return cls._by_action.get(action)


def _reporting(method: Callable[..., Any]) -> Callable[..., Any]:
    """Show an error of a command on its screen instead of ending the program."""
    if iscoroutinefunction(method):

        @wraps(method)
        async def later(self: DOMNode, *arguments: Any) -> None:
            with reported(self.screen):
                await method(self, *arguments)

        return later

    @wraps(method)
    def action(self: DOMNode, *arguments: Any) -> None:
        with reported(self.screen):
            method(self, *arguments)

    return action


def _collect(cls: type) -> Iterator[Command]:
    """Go through the commands of a class in the order of their declaration, its own first.

    A method that only replaces the parent's keeps the parent's key and words.
    """
    seen: set[str] = set()
    for base in cls.__mro__:
        for name, member in vars(base).items():
            spoken = getattr(member, "__command__", None)
            if spoken is not None and name not in seen:
                seen.add(name)
                yield spoken


def _foreign_bindings(cls: type[DOMNode]) -> list[Binding]:
    """Merge the bindings of parents that declare no commands, as Textual itself does."""
    keys: dict[str, list[Binding]] = {}
    for base in reversed(cls.__mro__[1:]):
        if issubclass(base, DOMNode) and not issubclass(base, Commands):
            if not base._inherit_bindings:
                keys.clear()
            keys.update(BindingsMap(vars(base).get("BINDINGS", ())).key_to_bindings)
    return [binding for bindings in keys.values() for binding in bindings]


def _refuse_shared_keys(cls: type[Commands]) -> None:
    keys: dict[str, str] = {}
    for spoken in cls.COMMAND_TABLE:
        digits = spoken.digits
        for key in () if spoken.priority else spoken.keys if digits is None else map(str, digits):
            if key in keys:
                raise TypeError(
                    f"{cls.__name__}: {key} is the key of {keys[key]} and of {spoken.action}"
                )
            keys[key] = spoken.action
