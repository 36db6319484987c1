//! Gradient-boosted trees for yes and no, deterministic and small.
//!
//! Friedman 2001 with second-order leaves (Chen and Guestrin 2016) over histograms; trees grow leaf by leaf, best gain
//! first. Limits: everything is held in memory; one thread.

/// How the trees grow.
#[derive(Clone, Copy, Debug)]
pub struct Growth {
    /// Number of trees.
    pub trees: usize,
    /// Leaves of a tree, at most.
    pub leaves: usize,
    /// Splits above a leaf, at most.
    pub depth: usize,
    /// Rows in a leaf, at least.
    pub least_rows: u32,
    /// Share of each tree's answer that is believed.
    pub rate: f64,
    /// Pulls leaves towards zero.
    pub regularisation: f64,
}

/// A row: features, whether yes, and its weight.
pub struct Row<'f> {
    /// The features.
    pub features: &'f [f32],
    /// The answer wanted.
    pub label: bool,
    /// How much it counts.
    pub weight: f64,
}

/// A node of a tree. Children stand behind their parent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Node {
    /// Goes to `left` where the feature is at most `threshold`.
    Split {
        /// Index of the feature.
        feature: usize,
        /// Its border.
        threshold: f32,
        /// Index of the node for smaller values.
        left: usize,
        /// Index of the node for greater ones.
        right: usize,
    },
    /// Adds to the odds.
    Leaf(f64),
}

const BINS: usize = 64;

#[derive(Clone, Copy, Default)]
struct Cell {
    gradient: f64,
    curvature: f64,
    rows: u32,
}

impl Cell {
    fn minus(self, other: Cell) -> Cell {
        Cell {
            gradient: self.gradient - other.gradient,
            curvature: self.curvature - other.curvature,
            rows: self.rows - other.rows,
        }
    }
}

/// A leaf that may be split further.
struct Open {
    node: usize,
    depth: usize,
    rows: Vec<u32>,
    cells: Vec<Cell>,
    best: Option<Split>,
}

#[derive(Clone, Copy)]
struct Split {
    gain: f64,
    feature: usize,
    bin: usize,
}

/// Trees whose sum, added to the returned start, are the odds of yes.
pub fn fit(rows: &[Row], growth: Growth) -> (f64, Vec<Vec<Node>>) {
    let width = rows.first().map_or(0, |row| row.features.len());
    let borders: Vec<Vec<f32>> = (0..width).map(|feature| borders(rows, feature)).collect();
    let binned: Vec<u8> = rows
        .iter()
        .flat_map(|row| {
            row.features
                .iter()
                .zip(&borders)
                .map(|(value, borders)| borders.partition_point(|border| border < value) as u8)
        })
        .collect();
    let weight: f64 = rows.iter().map(|row| row.weight).sum();
    let yes: f64 = rows.iter().filter(|row| row.label).map(|row| row.weight).sum();
    let start = (yes / (weight - yes)).ln();
    let mut odds = vec![start; rows.len()];
    let mut slopes = vec![(0.0, 0.0); rows.len()];
    let trees = (0..growth.trees)
        .map(|_| {
            for ((slope, odds), row) in slopes.iter_mut().zip(&odds).zip(rows) {
                let chance = 1.0 / (1.0 + (-odds).exp());
                let error = chance - f64::from(u8::from(row.label));
                *slope = (error * row.weight, chance * (1.0 - chance) * row.weight);
            }
            let grower = Grower {
                binned: &binned,
                borders: &borders,
                slopes: &slopes,
                growth,
            };
            grower.tree(&mut odds)
        })
        .collect();
    (start, trees)
}

/// Borders between bins: values that part the rows into shares of like size.
fn borders(rows: &[Row], feature: usize) -> Vec<f32> {
    let mut values: Vec<f32> = rows.iter().map(|row| row.features[feature]).collect();
    values.sort_by(f32::total_cmp);
    let mut borders: Vec<f32> = (1..BINS).map(|part| values[part * (values.len() - 1) / BINS]).collect();
    borders.dedup();
    borders
}

struct Grower<'r> {
    binned: &'r [u8],
    borders: &'r [Vec<f32>],
    slopes: &'r [(f64, f64)],
    growth: Growth,
}

impl Grower<'_> {
    /// Grows a tree and adds its answers to the odds.
    fn tree(&self, odds: &mut [f64]) -> Vec<Node> {
        let mut nodes = vec![Node::Leaf(0.0)];
        let all: Vec<u32> = (0..odds.len() as u32).collect();
        let mut open = vec![self.open(0, 0, self.cells(&all), all)];
        while open.len() < self.growth.leaves {
            let widest = (0..open.len())
                .filter(|at| open[*at].best.is_some())
                .max_by(|a, b| gain(&open[*a]).total_cmp(&gain(&open[*b])).then(b.cmp(a)));
            let Some(at) = widest else {
                break;
            };
            let leaf = open.swap_remove(at);
            self.split(leaf, &mut nodes, &mut open);
        }
        for leaf in open {
            let total = self.total(&leaf.cells);
            let value = -self.growth.rate * total.gradient / (total.curvature + self.growth.regularisation);
            nodes[leaf.node] = Node::Leaf(value);
            for row in leaf.rows {
                odds[row as usize] += value;
            }
        }
        nodes
    }

    fn split(&self, leaf: Open, nodes: &mut Vec<Node>, open: &mut Vec<Open>) {
        let Some(split) = leaf.best else {
            return;
        };
        let width = self.borders.len();
        let (low, high): (Vec<u32>, Vec<u32>) = leaf
            .rows
            .iter()
            .partition(|row| usize::from(self.binned[**row as usize * width + split.feature]) <= split.bin);
        let (left, right) = (nodes.len(), nodes.len() + 1);
        nodes[leaf.node] = Node::Split {
            feature: split.feature,
            threshold: self.borders[split.feature][split.bin],
            left,
            right,
        };
        nodes.extend([Node::Leaf(0.0), Node::Leaf(0.0)]);
        let rest = |part: &[Cell]| {
            leaf.cells
                .iter()
                .zip(part)
                .map(|(all, part)| all.minus(*part))
                .collect()
        };
        let (low_cells, high_cells): (Vec<Cell>, Vec<Cell>) = if low.len() < high.len() {
            let cells = self.cells(&low);
            let other = rest(&cells);
            (cells, other)
        } else {
            let cells = self.cells(&high);
            let other = rest(&cells);
            (other, cells)
        };
        open.push(self.open(left, leaf.depth + 1, low_cells, low));
        open.push(self.open(right, leaf.depth + 1, high_cells, high));
    }

    fn open(&self, node: usize, depth: usize, cells: Vec<Cell>, rows: Vec<u32>) -> Open {
        let best = (depth < self.growth.depth).then(|| self.best(&cells)).flatten();
        Open {
            node,
            depth,
            rows,
            cells,
            best,
        }
    }

    /// Sums by feature and bin.
    fn cells(&self, rows: &[u32]) -> Vec<Cell> {
        let width = self.borders.len();
        let mut cells = vec![Cell::default(); width * BINS];
        for row in rows {
            let row = *row as usize;
            let (gradient, curvature) = self.slopes[row];
            for (feature, bin) in self.binned[row * width..(row + 1) * width].iter().enumerate() {
                let cell = &mut cells[feature * BINS + usize::from(*bin)];
                cell.gradient += gradient;
                cell.curvature += curvature;
                cell.rows += 1;
            }
        }
        cells
    }

    fn total(&self, cells: &[Cell]) -> Cell {
        cells[..BINS].iter().fold(Cell::default(), |sum, cell| Cell {
            gradient: sum.gradient + cell.gradient,
            curvature: sum.curvature + cell.curvature,
            rows: sum.rows + cell.rows,
        })
    }

    fn best(&self, cells: &[Cell]) -> Option<Split> {
        let total = self.total(cells);
        let worth = |cell: Cell| cell.gradient * cell.gradient / (cell.curvature + self.growth.regularisation);
        let mut best: Option<Split> = None;
        for feature in 0..self.borders.len() {
            let mut low = Cell::default();
            for bin in 0..self.borders[feature].len() {
                let cell = cells[feature * BINS + bin];
                low.gradient += cell.gradient;
                low.curvature += cell.curvature;
                low.rows += cell.rows;
                let high = total.minus(low);
                if low.rows < self.growth.least_rows || high.rows < self.growth.least_rows {
                    continue;
                }
                let gain = worth(low) + worth(high) - worth(total);
                if gain > 1e-6 && best.is_none_or(|best| gain > best.gain) {
                    best = Some(Split { gain, feature, bin });
                }
            }
        }
        best
    }
}

fn gain(open: &Open) -> f64 {
    open.best.map_or(0.0, |best| best.gain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::train::trees::odds;

    #[test]
    fn an_exclusive_or_is_learned() {
        let points: Vec<[f32; 2]> = (0..400).map(|n| [(n % 20) as f32, (n / 20) as f32]).collect();
        let wanted = |point: &[f32; 2]| (point[0] > 9.0) != (point[1] > 6.0);
        let rows: Vec<Row> = points
            .iter()
            .map(|point| Row {
                features: point,
                label: wanted(point),
                weight: 1.0,
            })
            .collect();
        let growth = Growth {
            trees: 20,
            leaves: 6,
            depth: 4,
            least_rows: 5,
            rate: 0.3,
            regularisation: 1.0,
        };
        let (start, trees) = fit(&rows, growth);
        let right = points
            .iter()
            .filter(|point| (odds(start, &trees, *point) > 0.0) == wanted(point))
            .count();
        assert!(right > 390, "{right} of 400");
    }
}
