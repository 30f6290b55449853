-- Views of the projection: what people ask. Lists are JSON arrays, dates are EDTF, bounds are
-- ISO days, and in columns that end in _day the numbers of days (1970-01-01 = 0), which sort. Every row leads to the ids of the events it rests on.

-- What corrections have made of each event that is no correction.
CREATE VIEW states AS
SELECT
    s.id,
    s.event,
    s.key,
    s.amended,
    s.retracted_by,
    s.forked,
    coalesce(s.heads, '["' || s.id || '"]') AS heads,
    coalesce(s.body, (
        SELECT b.body FROM document_rows AS d JOIN bodies AS b ON b.document = d.document
        WHERE d.id = s.id ORDER BY d.document LIMIT 1
    )) AS body,
    s.known_from,
    s.known_until
FROM standing AS s;

-- The parts of happenings.
CREATE VIEW participations AS
SELECT
    h.id AS happening,
    x.position,
    x.actor,
    x.role,
    x.capacity,
    x."for",
    x.effect,
    x.n
FROM participation_rows AS x
JOIN happenings AS h ON h.n = x.n;

CREATE VIEW program_parts AS
SELECT
    h.id AS happening,
    x.position,
    x.program,
    x.phase,
    x.effect,
    x.n
FROM program_part_rows AS x
JOIN happenings AS h ON h.n = x.n;

CREATE VIEW happening_places AS
SELECT
    h.id AS happening,
    x.position,
    x.place,
    x.n
FROM happening_place_rows AS x
JOIN happenings AS h ON h.n = x.n;

CREATE VIEW happening_tags AS
SELECT
    h.id AS happening,
    x.position,
    x.tag,
    x.n
FROM happening_tag_rows AS x
JOIN happenings AS h ON h.n = x.n;

CREATE VIEW happening_figures AS
SELECT
    h.id AS happening,
    x.position,
    x.measure,
    x.value,
    x.unit,
    x.bound,
    x.type,
    x."by",
    x.n
FROM happening_figure_rows AS x
JOIN happenings AS h ON h.n = x.n;

CREATE VIEW citations AS
SELECT
    h.id AS happening,
    x.position,
    x.source,
    x.at,
    x.quote,
    x.n
FROM citation_rows AS x
JOIN happenings AS h ON h.n = x.n;

CREATE VIEW texts AS
SELECT
    h.id AS happening,
    x.folded,
    x.n
FROM text_rows AS x
JOIN happenings AS h ON h.n = x.n;

-- One row a happening, in the order of a timeline.
CREATE VIEW chronology AS
SELECT
    h.id,
    h.date,
    h.earliest,
    h.latest,
    h.earliest_day,
    h.latest_day,
    h.kind,
    h.status,
    h.title,
    h.summary,
    (
        SELECT json_group_array(
            json_object(
                'place', x.place,
                'name', coalesce((SELECT p.name FROM places AS p WHERE p.place = x.place), x.place)
            )
        )
        FROM happening_place_rows AS x
        WHERE x.n = h.n
    ) AS places,
    (
        SELECT json_group_array(
            json_object(
                'actor', x.actor,
                'name', coalesce((SELECT a.name FROM actors AS a WHERE a.actor = x.actor), x.actor),
                'role', x.role, 'capacity', x.capacity, 'for', x."for",
                'for_name', coalesce((SELECT a.name FROM actors AS a WHERE a.actor = x."for"), x."for"),
                'effect', json(x.effect)
            )
        )
        FROM participation_rows AS x
        WHERE x.n = h.n
    ) AS actors,
    (
        SELECT json_group_array(
            json_object(
                'program', x.program,
                'name', coalesce(
                    (SELECT p.name FROM programs AS p WHERE p.program = x.program), x.program
                ),
                'phase', x.phase, 'effect', json(x.effect)
            )
        )
        FROM program_part_rows AS x
        WHERE x.n = h.n
    ) AS programs,
    (
        SELECT json_group_array(
            json_object(
                'measure', x.measure, 'value', x.value, 'unit', x.unit,
                'bound', x.bound, 'type', x.type, 'by', json(x."by")
            )
        )
        FROM happening_figure_rows AS x
        WHERE x.n = h.n
    ) AS figures,
    (
        SELECT json_group_array(
            json_object(
                'source', x.source, 'at', x.at,
                'title', (SELECT s.title FROM sources AS s WHERE s.source = x.source),
                'published', (SELECT s.published FROM sources AS s WHERE s.source = x.source)
            )
        )
        FROM citation_rows AS x
        WHERE x.n = h.n
    ) AS sources,
    h.confidence,
    h.recorded_at,
    h.recorded_by,
    h.amended,
    h.n
FROM happenings AS h
ORDER BY h.n;

-- One row an actor that took part in a happening, and one a body for which somebody did: of this
-- `through` is who, else null.
CREATE VIEW involvements AS
SELECT happening, position, actor, NULL AS through, role, capacity, "for", effect, n
FROM participations
UNION ALL
SELECT happening, position, "for", actor, role, capacity, "for", effect, n
FROM participations
WHERE "for" IS NOT NULL AND "for" <> actor;

-- One row a participation of an actor in a happening, itself or through who holds its office.
CREATE VIEW actor_history AS
SELECT
    p.actor,
    coalesce((SELECT a.name FROM actors AS a WHERE a.actor = p.actor), p.actor) AS name,
    p.role,
    p.capacity,
    p."for",
    p.through,
    p.effect,
    h.date,
    h.earliest,
    h.latest,
    h.earliest_day,
    h.latest_day,
    h.status,
    h.title,
    p.happening
FROM involvements AS p
JOIN happenings AS h ON h.n = p.n
ORDER BY p.actor, h.n, p.position;

-- One row a spell of an actor in an office (a capacity, or else a role) for some body.
CREATE VIEW actor_terms AS
SELECT
    s.key AS actor,
    coalesce((SELECT a.name FROM actors AS a WHERE a.actor = s.key), s.key) AS name,
    s.office,
    nullif(s."for", '') AS "for",
    s.start,
    s.start_earliest,
    s.start_latest,
    s.start_earliest_day,
    s.start_latest_day,
    s."end",
    s.end_earliest,
    s.end_latest,
    s.end_earliest_day,
    s.end_latest_day,
    s.end_by,
    s.state,
    s.last_seen,
    s.last_seen_date,
    s.evidence
FROM spells AS s
WHERE s.subject = 'actor'
ORDER BY s.key, s.office, s."for", s.ordinal;

-- One row an actor that took part in something that occurred, itself or through who holds its
-- office; `through_offices` counts the happenings of the second kind alone. Parts are not counted in.
CREATE VIEW actor_summary AS
WITH involved AS (
    SELECT
        p.actor, p.through, p.role, p.happening,
        first_value(h.date) OVER in_time AS first,
        first_value(h.date) OVER back_in_time AS last
    FROM involvements AS p
    JOIN happenings AS h ON h.n = p.n
    WHERE h.status = 'occurred'
    WINDOW
        in_time AS (PARTITION BY p.actor ORDER BY h.n),
        back_in_time AS (PARTITION BY p.actor ORDER BY h.n DESC)
)
SELECT
    p.actor,
    coalesce((SELECT a.name FROM actors AS a WHERE a.actor = p.actor), p.actor) AS name,
    (SELECT a.type FROM actors AS a WHERE a.actor = p.actor) AS type,
    count(DISTINCT p.happening) AS happenings,
    count(DISTINCT p.happening)
    - count(DISTINCT p.happening) FILTER (WHERE p.through IS NULL) AS through_offices,
    p.first,
    p.last,
    json_group_array(DISTINCT p.role) AS roles
FROM involved AS p
GROUP BY p.actor
ORDER BY p.actor;

-- One row a phase of a program, or a spell of it; phase is null for the program's own.
CREATE VIEW program_phases AS
WITH phases AS (
    SELECT program, '' AS phase, 0 AS ordinal, NULL AS name, period AS planned FROM programs
    UNION ALL
    SELECT program, phase, ordinal, name, planned FROM declared_phases
    UNION
    SELECT s.key, s.office, NULL, NULL, NULL FROM spells AS s
    WHERE s.subject = 'program' AND s.office <> '' AND NOT EXISTS (
        SELECT 1 FROM declared_phases AS d WHERE d.program = s.key AND d.phase = s.office
    )
)
SELECT
    f.program,
    coalesce(
        (SELECT p.name FROM programs AS p WHERE p.program = f.program), f.program
    ) AS program_name,
    nullif(f.phase, '') AS phase,
    f.name,
    nullif(f.ordinal, 0) AS ordinal,
    f.planned AS declared_period,
    s.start,
    s.start_earliest,
    s.start_latest,
    s.start_earliest_day,
    s.start_latest_day,
    s."end",
    s.end_earliest,
    s.end_latest,
    s.end_earliest_day,
    s.end_latest_day,
    s.end_by,
    (SELECT p.status FROM programs AS p WHERE p.program = f.program AND f.phase = '') AS status_declared,
    CASE coalesce(s.state, 'not-begun')
        WHEN 'running' THEN 'implementation'
        WHEN 'ended' THEN 'closed'
        ELSE coalesce(s.state, 'not-begun')
    END AS status_derived,
    s.last_seen,
    s.last_seen_date,
    coalesce(s.evidence, '[]') AS evidence
FROM phases AS f
LEFT JOIN spells AS s ON s.subject = 'program' AND s.key = f.program AND s.office = f.phase
ORDER BY f.program, f.ordinal IS NULL, f.ordinal, f.phase, s.ordinal;

-- One row a figure; only those of type actual add up.
CREATE VIEW figures AS
SELECT
    f.measure,
    f.unit,
    f.value,
    f.bound,
    f.type,
    f."by",
    h.date,
    h.earliest_day,
    h.latest_day,
    h.status,
    (
        SELECT x.program FROM program_part_rows AS x
        WHERE x.n = h.n ORDER BY x.position LIMIT 1
    ) AS program,
    (
        SELECT json_group_array(x.program) FROM program_part_rows AS x WHERE x.n = h.n
    ) AS programs,
    f.happening,
    h.title
FROM happening_figures AS f
JOIN happenings AS h ON h.n = f.n
ORDER BY f.measure, f.unit, h.n, f.position;

-- Every event once, wherever its file lies.
CREATE VIEW events AS
SELECT id, event, digest, recorded_at, recorded_by, min(located) AS path, body
FROM documents
GROUP BY id
ORDER BY recorded_at, id;
