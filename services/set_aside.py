"""What other monitors sent and nobody could read: one of us looks at it, says that they have, or drops it."""

from rules.alert_errors import SetAsideGone
from rules.monitors import SetAside, SetAsideFacts
from rules.people import PersonId
from services.people import known, one_of_us
from storage.tx import Tx


def shown(tx: Tx, who: PersonId, row_id: int) -> SetAsideFacts:
    """What is read of it. StaffOnly, NoContact; SetAsideGone."""
    ours, item = one_of_us(tx, who), _item(tx, row_id)
    newer, older = tx.set_asides.beside(item)
    reader = known(tx, item.read_by) if item.read_by is not None else None
    return SetAsideFacts(item, reader, newer, older, ours.person.locale)


def newest(tx: Tx, who: PersonId, monitor_id: int) -> SetAsideFacts:
    """The newest of a monitor. As shown."""
    return shown(tx, who, tx.set_asides.newest(monitor_id) or 0)


def read(tx: Tx, who: PersonId, row_id: int) -> None:
    """The person has looked at it; who did first is kept. As shown."""
    one_of_us(tx, who)
    tx.set_asides.read(_item(tx, row_id).id, who, tx.now)


def drop(tx: Tx, who: PersonId, row_id: int) -> None:
    """It is kept no longer. As shown."""
    one_of_us(tx, who)
    tx.set_asides.remove(_item(tx, row_id).id)


def _item(tx: Tx, row_id: int) -> SetAside:
    item = tx.set_asides.get(row_id)
    if item is None:
        raise SetAsideGone
    return item
