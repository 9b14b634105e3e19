// The common shortcodes. One that is not here is shown as it was written, `:like_this:`.

const TABLE = `+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 100 💯 wave 👋 clap 👏 pray 🙏 muscle 💪 ok_hand 👌 raised_hands 🙌 eyes 👀 point_right 👉
point_left 👈 point_up 👆 point_down 👇 handshake 🤝 writing_hand ✍️ smile 😄 smiley 😃 grinning 😀 grin 😁 joy 😂 rofl 🤣 blush 😊 wink 😉
slightly_smiling_face 🙂 upside_down_face 🙃 heart_eyes 😍 thinking_face 🤔 neutral_face 😐 unamused 😒 sweat_smile 😅 sweat 😓 cry 😢 sob 😭
disappointed 😞 worried 😟 confused 😕 angry 😠 rage 😡 scream 😱 tired_face 😫 sleeping 😴 sunglasses 😎 nerd_face 🤓 partying_face 🥳
face_with_rolling_eyes 🙄 zipper_mouth_face 🤐 shushing_face 🤫 robot_face 🤖 ghost 👻 see_no_evil 🙈 heart ❤️ yellow_heart 💛 green_heart 💚
blue_heart 💙 purple_heart 💜 broken_heart 💔 sparkles ✨ star ⭐ tada 🎉 confetti_ball 🎊 balloon 🎈 gift 🎁 trophy 🏆 medal 🏅 rocket 🚀 fire 🔥
zap ⚡ boom 💥 bulb 💡 bell 🔔 no_bell 🔕 loudspeaker 📢 mega 📣 speech_balloon 💬 thought_balloon 💭 question ❓ grey_question ❔ exclamation ❗
heavy_exclamation_mark ❗ warning ⚠️ rotating_light 🚨 construction 🚧 no_entry ⛔ no_entry_sign 🚫 octagonal_sign 🛑 sos 🆘 white_check_mark ✅
heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ negative_squared_cross_mark ❎ heavy_plus_sign ➕ heavy_minus_sign ➖ red_circle 🔴
large_orange_circle 🟠 orange_circle 🟠 large_yellow_circle 🟡 large_green_circle 🟢 large_blue_circle 🔵 blue_circle 🔵 large_purple_circle 🟣
white_circle ⚪ black_circle ⚫ large_red_square 🟥 large_yellow_square 🟨 large_green_square 🟩 large_blue_square 🟦 small_red_triangle 🔺
small_blue_diamond 🔹 small_orange_diamond 🔸 arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️ arrow_down ⬇️ arrow_forward ▶️ double_vertical_bar ⏸️
black_square_for_stop ⏹️ leftwards_arrow_with_hook ↩️ arrow_right_hook ↪️ repeat 🔁 arrows_counterclockwise 🔄 fast_forward ⏩ new 🆕 ok 🆗
up 🆙 free 🆓 information_source ℹ️ hourglass ⌛ hourglass_flowing_sand ⏳ stopwatch ⏱️ timer_clock ⏲️ alarm_clock ⏰ watch ⌚ clock1 🕐 clock9 🕘
calendar 📆 date 📅 spiral_calendar_pad 🗓️ memo 📝 pencil 📝 pencil2 ✏️ clipboard 📋 bookmark 🔖 bookmark_tabs 📑 books 📚 book 📖 page_facing_up 📄
file_folder 📁 open_file_folder 📂 paperclip 📎 link 🔗 pushpin 📌 round_pushpin 📍 triangular_flag_on_post 🚩 checkered_flag 🏁 mag 🔍 lock 🔒
unlock 🔓 key 🔑 hammer 🔨 wrench 🔧 hammer_and_wrench 🛠️ gear ⚙️ nut_and_bolt 🔩 toolbox 🧰 package 📦 inbox_tray 📥 outbox_tray 📤 email 📧
envelope ✉️ incoming_envelope 📨 envelope_with_arrow 📩 telephone ☎️ phone ☎️ telephone_receiver 📞 iphone 📱 computer 💻 desktop_computer 🖥️
globe_with_meridians 🌐 earth_africa 🌍 chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 bar_chart 📊 moneybag 💰 credit_card 💳 receipt 🧾
bug 🐛 ambulance 🚑 fire_engine 🚒 police_car 🚓 hospital 🏥 house 🏠 office 🏢 coffee ☕ beer 🍺 cake 🍰 pizza 🍕 sunny ☀️ cloud ☁️ rainbow 🌈
snowflake ❄️ umbrella ☔ ocean 🌊 fish 🐟 seedling 🌱 evergreen_tree 🌲 four_leaf_clover 🍀 cherry_blossom 🌸 crescent_moon 🌙 night_with_stars 🌃
bust_in_silhouette 👤 busts_in_silhouette 👥 technologist 🧑‍💻 flag-no 🇳🇴 norway 🇳🇴 flag-gb 🇬🇧 recycle ♻️ tools 🛠️ test_tube 🧪 shield 🛡️ label 🏷️`;

const words = TABLE.split(/\s+/);
const known = new Map();
for (let index = 0; index < words.length; index += 2) known.set(words[index], words[index + 1]);

/** The character of a shortcode, or null. */
export const emojiOf = (name) => known.get(name.replace(/::skin-tone-\d$/, "")) || null;

/** Shortcodes in plain text. */
export const withEmoji = (text) => text.replace(/:([a-z0-9_+'-]+):/g, (whole, name) => emojiOf(name) || whole);

/** What the reaction menu offers. */
export const REACTIONS = ["+1", "white_check_mark", "eyes", "tada", "heart", "joy", "pray", "question", "rotating_light"];
