package cruddur.activities;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.Sql;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Words, tags, mentions and URLs are the same in every locale of the database.
@ParameterizedClass
@EnumSource
class TextTest {

    /// Before PostgreSQL 15, ICU cannot be the locale of a database.
    enum Locale {
        OLDEST_EMBEDDED(Cluster.OLDEST, ""),
        OLDEST_C(Cluster.OLDEST, "locale 'C'"),
        NEWEST_EMBEDDED(Cluster.NEWEST, ""),
        NEWEST_C(Cluster.NEWEST, "locale_provider libc locale 'C'"),
        NEWEST_LIBC(Cluster.NEWEST, "locale_provider libc locale 'C.UTF-8'"),
        NEWEST_ICU(Cluster.NEWEST, "locale_provider icu icu_locale 'en-US' locale 'C.UTF-8'");

        private final Cluster cluster;
        private final String options;

        Locale(Cluster cluster, String options) {
            this.cluster = cluster;
            this.options = options;
        }
    }

    private static final Map<Locale, Sql> DATABASES = new EnumMap<>(Locale.class);

    private final Sql sql;

    TextTest(Locale locale) {
        sql = DATABASES.computeIfAbsent(locale, each -> new Sql(each.cluster.empty(each.options)));
    }

    // Words

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "“word” «word» ¡word! word… ‘word’ | word",
                "word—other word–other | other word",
                "well-known, isn’t it? | isn it known t well",
                "https://example.com/a.b?c=d#e | a b c com d e example https",
                "ada@example.com | ada com example",
                "3.14 and 1,000 and -5 | 000 1 14 3 5 and",
                "ÄPFEL Größe ΌΣΟΣ ПРИВЕТ ՀԱՅ İ | größe i äpfel όσοσ привет հայ",
                "今朝の豆腐。とても | とても 今朝の豆腐",
                "हिन्दी। क्या॥ | क्या हिन्दी",
                "كتبت، ثم۔ صبر؟ | ثم صبر كتبت",
                "bread🍞 🦊fox 👩‍💻 1️⃣ ❤️ | 1 bread fox",
                "e = mc² ½ | e mc² ½",
                "_snake_case_ | case snake"
            })
    void words_are_what_is_between_separators_in_lower_case(String text, String words) {
        assertThat(sql.value("select array_to_string(tsvector_to_array(search_words(?)), ' ')", text))
                .isEqualTo(words);
    }

    @Test
    void invisible_characters_and_decomposed_ones_make_no_difference() {
        assertThat(words("cafe\u0301 so\u00adft نرم\u200cافزار \u200fword\u200e \ufeffx"))
                .isEqualTo(words("caf\u00e9 soft نرمافزار word x"));
        assertThat(words("#cafe\u0301 #نرم\u200cافزار")).isEqualTo(words("#CAF\u00c9 #نرمافزار"));
        assertThat(words("a\u200bb")).isEqualTo(words("a b"));
    }

    @Test
    void a_word_and_a_tag_are_known_by_their_first_hundred_characters() {
        assertThat(words("#" + "𝒳".repeat(1000))).isEqualTo(words("#" + "𝒳".repeat(100)));
    }

    private String words(String text) {
        return sql.value("select search_words(?)", text);
    }

    // Parts

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hello | text hello",
                "Hi @Ada_1! | text Hi ;mention @Ada_1;text !",
                "#हिन्दी। | tag #हिन्दी;text ।",
                "#हिन्दी॥ #тест։ #字。#ا۔ | tag #हिन्दी;text ॥ ;tag #тест;text ։ ;tag #字;text 。;tag #ا;text ۔",
                "#نرم\u200cافزار\u200f #il·lusió· | tag #نرم\u200cافزار;text \u200f ;tag #il·lusió;text ·",
                "#one#two #_ #2026 #cafe\u0301s #️⃣ # | tag #one;text #two ;tag #_;text  ;tag #2026;text  ;tag #cafe\u0301s;text  #️⃣ #",
                "a#b &#39; /#x é#y 今朝の#豆腐 | text a#b &#39; /#x é#y 今朝の;tag #豆腐",
                "#bread🍞 .@ada (@bao) | tag #bread;text 🍞 .;mention @ada;text  (;mention @bao;text )",
                "@name@mastodon.example ada@bao.example | text @name@mastodon.example ada@bao.example",
                "@josé @adaさん | text @josé ;mention @ada;text さん",
                "https://example.org/?q=@name | url https://example.org/?q=@name",
                "example.org/?q=@name | text example.org/?q=@name",
                "See (https://example.org/a_(b)#c). | text See (;url https://example.org/a_(b)#c;text ).",
                "HTTP://EXAMPLE.ORG, https://münchen.example/é… | url HTTP://EXAMPLE.ORG;text , ;url https://münchen.example/é;text …",
                "http:// https://. ftp://x javascript:alert(1) | text http:// https://. ftp://x javascript:alert(1)",
                "https://example.org/\"onclick=<b> | url https://example.org/;text \"onclick=<b>"
            })
    void a_message_is_text_urls_mentions_and_tags(String message, String parts) {
        assertThat(sql.value("""
                        select string_agg(concat_ws(' ', kind, part), ';' order by place)
                        from (select ?) written (message),
                          unnest(coalesce(segments(message), array[message])) with ordinality parts (part, place),
                          lateral (select case
                            when place % 2 = 1 then 'text'
                            when left(part, 1) = '#' then 'tag'
                            when left(part, 1) = '@' then 'mention'
                            else 'url' end) kinds (kind)
                        where part <> ''""", message)).isEqualTo(parts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a#b", "http://", "1 @ 2"})
    void a_message_without_links_has_no_segments(String message) {
        assertThat(sql.value("select segments(?)", message)).isNull();
    }

    // Characters

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u200e", "\u00ad", "\u3164", "\u2800", "\u115f", "\u2064", "\ufe0f", "\u180e", "\u0007", "󠁁", "\ufffc"
            })
    void what_shows_nothing_is_blank(String character) {
        assertThat(sql.value("select is_blank(?)", " \u00a0" + character + "\u200b\n"))
                .isEqualTo("t");
        assertThat(sql.value("select is_blank(?)", character + "x")).isEqualTo("f");
    }

    @Test
    void no_letter_number_or_sign_is_blank() {
        assertThat(sql.run(
                        "select letter from regexp_split_to_table(?, '') letter where is_blank(letter)",
                        characters(TextTest::isVisible)))
                .isEmpty();
    }

    @Test
    void separators_are_neither_letters_marks_nor_numbers_in_unicode() {
        String others = characters(cp -> !isOfWords(cp));

        assertThat(without("separators()", characters(TextTest::isOfWords) + others))
                .isEqualTo(characters(TextTest::isOfWords) + without("separators()", others));
        assertThat(without("separators() || invisible()", others)).isEmpty();
        assertThat(without("invisible()", characters(TextTest::isVisible))).isEqualTo(characters(TextTest::isVisible));
    }

    private String without(String characters, String text) {
        return sql.value("select regexp_replace(?, '[' || " + characters + " || ']+', '', 'g')", text);
    }

    @Test
    void every_capital_has_the_small_letter_that_unicode_gives_it() {
        String all = characters(_ -> true);
        String small = all.codePoints()
                .map(Character::toLowerCase)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());

        assertThat(sql.value("select lower_case(?)", all)).isEqualTo(small);
    }

    private static String characters(IntPredicate which) {
        return IntStream.rangeClosed(1, Character.MAX_CODE_POINT)
                .filter(cp -> Character.getType(cp) != Character.SURROGATE)
                .filter(cp -> Character.getType(cp) != Character.UNASSIGNED)
                .filter(which)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private static boolean isOfWords(int cp) {
        return switch (Character.getType(cp)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
            default -> Character.isLetter(cp) && !isFiller(cp);
        };
    }

    /// Hangul letters that look like a space.
    private static boolean isFiller(int cp) {
        return cp == 0x115f || cp == 0x1160 || cp == 0x3164 || cp == 0xffa0;
    }

    private static boolean isVisible(int cp) {
        return switch (Character.getType(cp)) {
            case Character.CONTROL, Character.FORMAT -> false;
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            case Character.NON_SPACING_MARK -> false;
            default -> !isFiller(cp) && cp != 0x2800 && cp != 0xfffc && cp != 0x1d159;
        };
    }
}
