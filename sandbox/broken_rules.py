"""Which rule a code of its own stands for, and where: what the refusal of an argument says beside Slack's error.

docs.slack.dev/reference/methods: each method's own errors.
"""

BROKEN: dict[str, tuple[str, str]] = {
    "alt_txt_too_large": ("must be less than 1001 characters", "/alt_txt"),
    "bad_timestamp": ("must be the ts of a message", "/timestamp"),
    "cannot_reply_to_message": ("must be the ts of a thread's first message", "/thread_ts"),
    "cannot_unfurl_url": ("must be links of the message", "/unfurls"),
    "channels_limit_exceeded": ("no more than 100 items allowed", "/channels"),
    "duplicate_external_id": ("external_id must be unique in the workspace", "/view/external_id"),
    "exchanged_trigger_id": ("must not have been used before", "/trigger_id"),
    "expired_trigger_id": ("must be used within 3 seconds", "/trigger_id"),
    "handle_already_exists": ("handle must be unique in the workspace", "/handle"),
    "hash_conflict": ("must be the hash of the view as it is now", "/hash"),
    "invalid_bookmark_type": ("must be a valid enum value (link)", "/type"),
    "invalid_call_id": ("must be the id of a call", "/id"),
    "invalid_channel_type": ("must be a channel that can be shared", "/channel"),
    "invalid_charset": ("must be utf-8 or iso-8859-1", ""),
    "invalid_created_by": ("must be the id of a person", "/created_by"),
    "invalid_cursor": ("must be a next_cursor of this method", "/cursor"),
    "invalid_email": ("must be an e-mail address", "/emails"),
    "invalid_form_data": ("must be a valid form", ""),
    "invalid_handle": ("must be small letters, digits, - and _", "/handle"),
    "invalid_json": ("must be valid JSON", ""),
    "invalid_link": ("must be a valid URL", "/link"),
    "invalid_name": ("must be an emoji of the workspace or of Slack's", "/name"),
    "invalid_name_maxlength": ("must be less than 81 characters", "/name"),
    "invalid_name_specials": ("must be small letters, digits, - and _", "/name"),
    "invalid_post_type": ("must be JSON or a form", ""),
    "invalid_scheduled_message_id": ("must be of a message that still waits", "/scheduled_message_id"),
    "invalid_time": ("must be a unix timestamp", "/post_at"),
    "invalid_trigger_id": ("must be the trigger_id of an interaction", "/trigger_id"),
    "invalid_ts_latest": ("must be a timestamp", "/latest"),
    "invalid_ts_oldest": ("must be a timestamp", "/oldest"),
    "invalid_types": ("must be valid enum values (public_channel, private_channel, mpim, im)", "/types"),
    "invalid_unfurl_id": ("must be the unfurl_id of the message", "/unfurl_id"),
    "invalid_unfurls_format": ("must be an object of objects", "/unfurls"),
    "invalid_users": ("must be people of the workspace", "/users"),
    "json_not_object": ("must be an object", ""),
    "missing_post_type": ("missing required header: Content-Type", ""),
    "missing_target_team": ("missing required field: target_team", ""),
    "missing_unfurls": ("missing required field: unfurls", ""),
    "name_already_exists": ("name must be unique in the workspace", "/name"),
    "name_taken": ("name must be unique in the workspace", "/name"),
    "no_item_specified": ("missing required field: channel or timestamp", ""),
    "no_user": ("missing required field: users", ""),
    "no_users_provided": ("no fewer than 1 items allowed", "/users"),
    "push_limit_reached": ("no more than 3 views allowed in a stack", "/trigger_id"),
    "recipients_not_specified": ("missing required field: emails or user_ids", ""),
    "restricted_too_many": ("no more than 30 messages allowed in 5 minutes", "/post_at"),
    "snippet_too_large": ("no more than 1048576 bytes allowed", "/length"),
    "time_in_past": ("must be in the future", "/post_at"),
    "time_too_far": ("must be within 120 days", "/post_at"),
    "too_many_bookmarks": ("no more than 100 items allowed", ""),
    "too_many_emails": ("no more than 1 items allowed", "/emails"),
    "too_many_users": ("too many items", "/users"),
    "users_list_not_supplied": ("missing required field: users", ""),
}


def said(code: str) -> list[str]:
    """The rule in Slack's form; nothing for a code that speaks of what is there, not of what was sent."""
    rule = BROKEN.get(code)
    return [f"[ERROR] {rule[0]} [json-pointer:{rule[1] or '/'}]"] if rule else []
